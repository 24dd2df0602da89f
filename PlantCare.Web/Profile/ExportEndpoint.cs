using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using PlantCare.Web.Accounts;
using PlantCare.Web.ApiAccess;
using PlantCare.Web.Components;
using PlantCare.Web.Session;

namespace PlantCare.Web.Profile;

/// <summary>
/// Passes everything that is the person's on to their browser while Api reads it: a form post with an antiforgery token, because it
/// stands in the audit log and is work for the stores.
/// </summary>
internal static class ExportEndpoint
{
    /// <summary>Where the form posts to.</summary>
    public const string Path = "/account/export";

    public static void MapExport(this IEndpointRouteBuilder routes) => routes.MapPost(Path, ExportAsync).RequireAuthorization();

    private static async Task<IResult> ExportAsync(
        HttpContext context, SessionTokens tokens, AnonymousApi api, TimeProvider time, [FromForm] string? returnUrl)
    {
        var back = ReturnUrl.IsOurs(returnUrl) ? returnUrl : "/account";
        try
        {
            var key = context.User.FindFirst(SessionAuthentication.KeyClaim)?.Value;
            if (key is null || await tokens.GetAsync(key, context.RequestAborted) is not { } token)
            {
                return Results.LocalRedirect(ReturnUrl.SignIn("/account"));
            }

            var zip = await api.As(token).Users.ExportAsync(context.RequestAborted);
            context.Response.Headers.CacheControl = "no-store";
            var day = time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            return Results.Stream(zip, "application/zip", $"plantcare-{day}.zip");
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            return Results.LocalRedirect(back);
        }
    }
}
