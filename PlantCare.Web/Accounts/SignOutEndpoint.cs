using Microsoft.AspNetCore.Mvc;
using PlantCare.Web.Session;

namespace PlantCare.Web.Accounts;

/// <summary>Signs out: a form post with an antiforgery token, so that no other site can do it.</summary>
internal static class SignOutEndpoint
{
    /// <summary>Where the form posts to.</summary>
    public const string Path = "/sign-out";

    public static void MapSignOut(this IEndpointRouteBuilder routes) =>
        routes.MapPost(Path, async (HttpContext context, SessionStore sessions, [FromForm] string? returnUrl) =>
        {
            if (SessionCookie.Read(context) is { } key && SessionKey.IsPossible(key))
            {
                await sessions.RemoveAsync(key, context.RequestAborted);
            }

            SessionCookie.Delete(context);
            return Results.LocalRedirect(ReturnUrl.SignIn(returnUrl));
        }).AllowAnonymous();
}
