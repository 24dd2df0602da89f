using Microsoft.AspNetCore.Mvc;
using PlantCare.Web.Accounts;

namespace PlantCare.Web.Languages;

/// <summary>Keeps the language that was chosen: a form post, so that it works before any circuit and without a script.</summary>
internal static class LanguageEndpoint
{
    /// <summary>Where the form posts to.</summary>
    public const string Path = "/language";

    public static void MapLanguageChoice(this IEndpointRouteBuilder routes) =>
        routes.MapPost(Path, async (HttpContext context, AccountLanguage account, [FromForm] string language, [FromForm] string? returnUrl) =>
        {
            if (!LanguageRegistration.All.Any(one => one.Name == language))
            {
                return Results.BadRequest();
            }

            LanguageCookie.Write(context, language);
            await account.KeepAsync(context, language);
            return Results.LocalRedirect(ReturnUrl.IsOurs(returnUrl) ? returnUrl : "/");
        }).AllowAnonymous();
}
