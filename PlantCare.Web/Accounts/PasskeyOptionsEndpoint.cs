using PlantCare.Web.ApiAccess;
using PlantCare.Web.Components;

namespace PlantCare.Web.Accounts;

/// <summary>What the sign-in page's script asks the browser for a passkey. It changes nothing, so that it takes no antiforgery token.</summary>
internal static class PasskeyOptionsEndpoint
{
    /// <summary>Where the script asks.</summary>
    public const string Path = "/sign-in/passkey";

    public static void MapPasskeyOptions(this IEndpointRouteBuilder routes) => routes.MapPost(Path, AskAsync).AllowAnonymous();

    // No content where there can be no passkeys: the page goes on without. The browser itself says where it is, whatever proxies make of it.
    private static async Task<IResult> AskAsync(HttpContext context, AnonymousApi api)
    {
        if (context.Request.Headers.Origin is not [{ Length: > 0 } origin])
        {
            return Results.NoContent();
        }

        try
        {
            return Results.Json(await api.Client.Passkeys.GetOptionsAsync(origin, context.RequestAborted));
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            return Results.NoContent();
        }
    }
}
