using System.Globalization;
using PlantCare.Contracts.Users;
using PlantCare.Web.ApiAccess;
using PlantCare.Web.Components;
using PlantCare.Web.Session;

namespace PlantCare.Web.Languages;

/// <summary>Keeps the language that was chosen with the account, so that letters and other browsers speak it, too.</summary>
/// <param name="tokens">Gives tokens that are still good.</param>
/// <param name="api">Reaches Api with them.</param>
/// <param name="logger">Told when it could not be kept.</param>
internal sealed partial class AccountLanguage(SessionTokens tokens, AnonymousApi api, ILogger<AccountLanguage> logger)
{
    /// <summary>The language of ours that is nearest to <paramref name="tag"/>, such as German for <c>de-AT</c>; null when none is.</summary>
    public static CultureInfo? Nearest(string? tag) => tag is null ? null : LanguageRegistration.All.FirstOrDefault(
        language => tag == language.Name || tag.StartsWith(language.Name + "-", StringComparison.OrdinalIgnoreCase));

    /// <summary>Tells Api, when somebody is signed in. The browser has its cookie whatever comes of it.</summary>
    public async Task KeepAsync(HttpContext context, string language)
    {
        try
        {
            if (context.User.FindFirst(SessionAuthentication.KeyClaim)?.Value is { } key
                && await tokens.GetAsync(key, context.RequestAborted) is { } token)
            {
                await api.As(token).Users.UpdateMeAsync(new UpdateUserRequest { Language = language }, context.RequestAborted);
            }
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            Log.NotKept(logger, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The chosen language could not be kept with the account: {Reason}")]
        public static partial void NotKept(ILogger logger, string reason);
    }
}
