using System.Net;
using System.Text.Json;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Problems;
using PlantCare.Web.ApiAccess;
using PlantCare.Web.Components;
using PlantCare.Web.Languages;
using PlantCare.Web.Session;

namespace PlantCare.Web.Accounts;

/// <summary>Signs a browser in: asks Api, keeps the tokens here, gives the browser a key. Every failure comes back as words.</summary>
/// <param name="api">Api without a token.</param>
/// <param name="sessions">Keeps who is signed in.</param>
/// <param name="cookie">Gives the browser its key.</param>
/// <param name="pending">Keeps who is between the two steps of signing in.</param>
/// <param name="settings">How long a session lives.</param>
/// <param name="time">The clock.</param>
internal sealed class AccountGate(
    AnonymousApi api, SessionStore sessions, SessionCookie cookie, PendingSignIn pending, WebSettings settings, TimeProvider time)
{
    /// <summary>Who may register; null when Api cannot be asked.</summary>
    public async Task<RegistrationStatus?> GetRegistrationAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await api.Client.Auth.GetRegistrationAsync(cancellationToken);
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            return null;
        }
    }

    /// <summary>Signs in with the password, or takes the first of two steps with it.</summary>
    public async Task<SignInOutcome> SignInAsync(HttpContext context, Credentials credentials)
    {
        try
        {
            await OpenAsync(context, credentials, factor: null);
            return SignInOutcome.Done;
        }
        catch (ApiException exception) when (exception is { Status: HttpStatusCode.Unauthorized, Problem.Detail: "RequiresTwoFactor" })
        {
            pending.Write(context, credentials);
            return SignInOutcome.SecondFactor;
        }
        catch (ApiException exception) when (IsUnconfirmed(exception))
        {
            return SignInOutcome.Confirmation;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            return new SignInOutcome([DescribeSignIn(exception, AccountWords.WrongPassword)]);
        }
    }

    /// <summary>Takes the second step, with what the first one left in the browser.</summary>
    public async Task<SignInOutcome> ContinueAsync(HttpContext context, SecondFactor factor)
    {
        if (pending.Read(context) is not { } credentials)
        {
            return new SignInOutcome([AccountWords.CodeLate]);
        }

        try
        {
            await OpenAsync(context, credentials, factor);
            pending.Delete(context);
            return SignInOutcome.Done;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            return new SignInOutcome([DescribeSignIn(exception, AccountWords.WrongCode)], AsksSecondFactor: true);
        }
    }

    /// <summary>Signs in with what the browser answered for a passkey.</summary>
    /// <returns>What is wrong; null when the browser is signed in.</returns>
    public async Task<string?> SignInWithPasskeyAsync(HttpContext context, string? state, string? credential)
    {
        try
        {
            var answer = JsonElement.Parse(credential ?? "");
            await OpenAsync(context, await api.Client.Passkeys.LoginAsync(state ?? "", answer, context.RequestAborted));
            pending.Delete(context);
            return null;
        }
        catch (Exception exception) when (Failures.IsExpected(exception) || exception is JsonException)
        {
            return exception is ApiException { Status: < HttpStatusCode.InternalServerError } or JsonException ? AccountWords.PasskeyRefused : AccountWords.Unreachable;
        }
    }

    /// <summary>Makes an account and signs it in.</summary>
    /// <param name="context">The browser's request.</param>
    /// <param name="credentials">What the person chose.</param>
    /// <param name="invitation">The token of whoever was invited; null for anybody else.</param>
    public async Task<SignInOutcome> RegisterAsync(HttpContext context, Credentials credentials, string? invitation)
    {
        try
        {
            await (invitation is null
                ? api.Client.Auth.RegisterAsync(credentials, context.RequestAborted)
                : api.Client.Auth.RegisterAsync(credentials, invitation, context.RequestAborted));
            await OpenAsync(context, credentials, factor: null);
            return SignInOutcome.Done;
        }
        catch (ApiException exception) when (IsUnconfirmed(exception))
        {
            return SignInOutcome.Confirmation;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            return new SignInOutcome(exception is ApiException { Status: HttpStatusCode.Forbidden } && invitation is not null
                ? [AccountWords.InvitationBad]
                : DescribeRegistration(exception));
        }
    }

    private async Task OpenAsync(HttpContext context, Credentials credentials, SecondFactor? factor)
    {
        var tokens = await (factor is null
            ? api.Client.Auth.LoginAsync(credentials, context.RequestAborted)
            : api.Client.Auth.LoginAsync(credentials, factor, context.RequestAborted));
        await OpenAsync(context, tokens);
    }

    /// <summary>Opens a session with the tokens that a sign-in bought.</summary>
    public async Task OpenAsync(HttpContext context, Tokens tokens)
    {
        var user = await api.As(tokens.AccessToken).Auth.GetMeAsync(context.RequestAborted);
        var session = WebSession.Begin(tokens, user, time.GetUtcNow(), settings.SessionLifetime);

        // A new key at every sign-in: a key that somebody slipped into the browser before is worth nothing. The old session goes.
        if (SessionCookie.Read(context) is { } old && SessionKey.IsPossible(old))
        {
            await sessions.RemoveAsync(old, context.RequestAborted);
        }

        cookie.Write(context, await sessions.AddAsync(session, context.RequestAborted));

        // A browser in which nobody has chosen yet speaks as the account does elsewhere.
        if (context.Request.Cookies[LanguageCookie.Name] is null && AccountLanguage.Nearest(user.Language) is { } language)
        {
            LanguageCookie.Write(context, language.Name);
        }
    }

    /// <summary>Why a sign-in came to nothing; Identity says it in one word.</summary>
    internal static string DescribeSignIn(Exception exception, string wrong) => exception switch
    {
        ApiException { Status: HttpStatusCode.TooManyRequests } => AccountWords.LockedOut,
        ApiException { Status: HttpStatusCode.Unauthorized, Problem.Detail: { } detail } when Says(detail, "lock") => AccountWords.LockedOut,
        ApiException { Status: HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest } => wrong,
        _ => AccountWords.Unreachable,
    };

    private static IReadOnlyList<string> DescribeRegistration(Exception exception) => exception switch
    {
        ApiException { Problem.Errors: { } errors } when errors.Keys.Any(key => Says(key, "duplicate")) => [AccountWords.Taken],
        ApiException { Status: HttpStatusCode.Conflict } => [AccountWords.Taken],
        ApiException { Status: HttpStatusCode.Forbidden } => [AccountWords.RegistrationClosed],
        ApiException { Status: HttpStatusCode.TooManyRequests } => [ComponentWords.TooMany],
        ApiException { Problem.Errors: { Count: > 0 } errors } => [.. errors.SelectMany(error => Describe(error.Key, error.Value)).Distinct(StringComparer.Ordinal)],
        ApiException { Status: < HttpStatusCode.InternalServerError } problem => problem.Messages,
        _ => [AccountWords.Unreachable],
    };

    // Identity's own names for what is wrong; what it says itself is English.
    internal static IReadOnlyList<string> Describe(string code, IReadOnlyList<string> messages) => code switch
    {
        "PasswordTooShort" => [AccountWords.PasswordTooShort],
        "PasswordRequiresUniqueChars" => [AccountWords.PasswordTooPlain],
        "PasswordTooCommon" => [AccountWords.PasswordTooCommon],
        "PasswordIsName" => [AccountWords.PasswordIsName],
        "InvalidEmail" or "InvalidUserName" => [AccountWords.EmailInvalid],
        _ => messages,
    };

    private static bool IsUnconfirmed(ApiException exception) => exception.Problem.Reason == "email_not_confirmed";

    private static bool Says(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
