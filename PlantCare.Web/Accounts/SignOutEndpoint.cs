using Microsoft.AspNetCore.Mvc;
using PlantCare.Contracts.Client;
using PlantCare.Web.ApiAccess;
using PlantCare.Web.Components;
using PlantCare.Web.Session;

namespace PlantCare.Web.Accounts;

/// <summary>Signs out: a form post with an antiforgery token, so that no other site can do it.</summary>
internal static class SignOutEndpoint
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Where the form posts to.</summary>
    public const string Path = "/sign-out";

    public static void MapSignOut(this IEndpointRouteBuilder routes) =>
        routes.MapPost(Path, async (HttpContext context, SessionStore sessions, AnonymousApi api, [FromForm] string? returnUrl) =>
        {
            if (SessionCookie.Read(context) is { } key && await sessions.FindAsync(key, context.RequestAborted) is { } session)
            {
                await sessions.RemoveAsync(key, context.RequestAborted);
                await EndAsync(api.As(session.AccessToken), context.RequestAborted);
            }

            SessionCookie.Delete(context);
            return Results.LocalRedirect(ReturnUrl.SignIn(returnUrl));
        }).AllowAnonymous();

    // This browser is signed out by then, whatever Api says; a session that it could not be told of runs out by itself.
    private static async Task EndAsync(PlantCareClient api, CancellationToken left)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(left);
        patience.CancelAfter(Patience);
        try
        {
            await api.Auth.LogoutAsync(patience.Token);
        }
        catch (Exception exception) when (Failures.IsExpected(exception) || exception is OperationCanceledException)
        {
            // Told above.
        }
    }
}
