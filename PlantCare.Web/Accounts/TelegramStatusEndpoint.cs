using PlantCare.Contracts.Auth;

namespace PlantCare.Web.Accounts;

/// <summary>Tells the page's script how far a sign-in with Telegram has come: the page's own browser, and no other.</summary>
internal static class TelegramStatusEndpoint
{
    /// <summary>Where the script asks.</summary>
    public const string Path = "/sign-in/telegram/status";

    public static void MapTelegramStatus(this IEndpointRouteBuilder routes) => routes.MapGet(Path, AskAsync).AllowAnonymous();

    // No content while Api cannot be asked: the script asks again.
    private static async Task<IResult> AskAsync(HttpContext context, TelegramGate gate)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await gate.GetStatusAsync(context) switch
        {
            TelegramSignInStatus.Waiting => Results.Text("waiting"),
            TelegramSignInStatus.Asked => Results.Text("asked"),
            TelegramSignInStatus.Approved => Results.Text("approved"),
            null => Results.NoContent(),
            _ => Results.Text("over"),
        };
    }
}
