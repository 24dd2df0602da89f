using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using PlantCare.Contracts.Auth;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts.Passkeys;

/// <summary>
/// Asks browsers for passkeys and judges what they answer, with Identity's own handler for the site that asks. Always with user verification
/// (a PIN, a finger, a face), so that a passkey is both factors: something one has, and something one knows or is.
/// </summary>
internal sealed partial class PasskeyDesk(
    AccountManager accounts, PasskeySites sites, PasskeyStates states, AnsweredChallenges answered, IHttpContextAccessor http, ILogger<PasskeyDesk> logger)
{
    private HttpContext Http => http.HttpContext!;

    /// <summary>What to ask whoever signs in; the same for everybody, so that it tells nobody who has an account.</summary>
    /// <returns>Null where the site can have no passkeys.</returns>
    public async Task<PasskeyOptionsResponse?> AskAsync(string? origin)
    {
        if (sites.Find(origin) is not { } site)
        {
            return null;
        }

        var asked = await HandlerFor(site).MakeRequestOptionsAsync(user: null, Http);
        return Answer(asked.RequestOptionsJson, states.Write(PasskeyCeremony.SigningIn, site, userId: null, asked.AssertionState!));
    }

    /// <summary>What to ask somebody who adds a passkey to their account.</summary>
    /// <returns>Null where the site can have no passkeys.</returns>
    public async Task<PasskeyOptionsResponse?> AskForNewAsync(string? origin, User user)
    {
        if (sites.Find(origin) is not { } site)
        {
            return null;
        }

        var name = user.UserName ?? user.Email ?? "";
        var entity = new PasskeyUserEntity { Id = user.Id.ToString(), Name = name, DisplayName = user.DisplayName ?? name };
        var asked = await HandlerFor(site).MakeCreationOptionsAsync(entity, Http);
        return Answer(asked.CreationOptionsJson, states.Write(PasskeyCeremony.Adding, site, user.Id, asked.AttestationState!));
    }

    /// <summary>Judges the answer of somebody who signs in.</summary>
    /// <returns>Whose passkey it was, with what it has become; null when it opens nothing.</returns>
    public async Task<(User User, UserPasskeyInfo Passkey)?> JudgeAsync(string? state, JsonElement credential)
    {
        if (states.Read(PasskeyCeremony.SigningIn, state) is not { } asked || sites.Find(asked.Site.Origin) != asked.Site)
        {
            return null;
        }

        var result = await HandlerFor(asked.Site).PerformAssertionAsync(
            new PasskeyAssertionContext { HttpContext = Http, CredentialJson = credential.GetRawText(), AssertionState = asked.Challenge });
        if (!result.Succeeded)
        {
            Log.Refused(logger, result.Failure.Message);
            return null;
        }

        // An authenticator has for a site only what was made for it. Where any site may ask, that is looked at here, too.
        if (!asked.Site.Covers(OriginOf(result.Passkey)))
        {
            Log.Refused(logger, "it was made for another site");
            return null;
        }

        return await answered.TakeAsync(result.User.Id, asked, Http.RequestAborted) ? (result.User, result.Passkey) : null;
    }

    /// <summary>Judges the answer of somebody who adds a passkey.</summary>
    /// <returns>The passkey; null when it is none, or none that was asked for.</returns>
    public async Task<UserPasskeyInfo?> JudgeNewAsync(string? state, JsonElement credential, Guid userId)
    {
        if (states.Read(PasskeyCeremony.Adding, state) is not { } asked || asked.UserId != userId || sites.Find(asked.Site.Origin) != asked.Site)
        {
            return null;
        }

        var result = await HandlerFor(asked.Site).PerformAttestationAsync(
            new PasskeyAttestationContext { HttpContext = Http, CredentialJson = credential.GetRawText(), AttestationState = asked.Challenge });
        if (!result.Succeeded)
        {
            Log.Refused(logger, result.Failure.Message);
            return null;
        }

        return await answered.TakeAsync(userId, asked, Http.RequestAborted) ? result.Passkey : null;
    }

    private static PasskeyOptionsResponse Answer(string options, string state) => new(JsonElement.Parse(options), state);

    private static string? OriginOf(UserPasskeyInfo passkey) => JsonElement.Parse(passkey.ClientDataJson).GetProperty("origin").GetString();

    private PasskeyHandler<User> HandlerFor(PasskeySite site) => new(accounts, Options.Create(new IdentityPasskeyOptions
    {
        ServerDomain = site.Domain,
        AuthenticatorTimeout = PasskeyStates.Life,
        UserVerificationRequirement = "required",

        // People sign in without typing who they are.
        ResidentKeyRequirement = "required",
        ValidateOrigin = answer => ValueTask.FromResult(!answer.CrossOrigin && answer.Origin == site.Origin),
    }));

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "A passkey was refused: {Reason}")]
        public static partial void Refused(ILogger logger, string reason);
    }
}
