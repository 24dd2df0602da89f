using System.Net;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Problems;
using PlantCare.Web.ApiAccess;
using PlantCare.Web.Components;

namespace PlantCare.Web.Accounts;

/// <summary>Signs a browser in with what somebody chose in Telegram. Every failure comes back as words.</summary>
/// <param name="api">Api without a token.</param>
/// <param name="gate">Opens the session.</param>
/// <param name="pending">Keeps what was begun.</param>
/// <param name="time">The clock.</param>
internal sealed class TelegramGate(AnonymousApi api, AccountGate gate, PendingTelegram pending, TimeProvider time)
{
    /// <summary>Begins, and leaves in the browser what goes on with it.</summary>
    /// <returns>What is wrong; null when it has begun.</returns>
    public async Task<string?> StartAsync(HttpContext context)
    {
        try
        {
            var begun = await api.Client.Telegram.StartAsync(context.RequestAborted);
            pending.Write(context, begun, begun.ExpiresAt - time.GetUtcNow());
            return null;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            return exception is ApiException { Status: HttpStatusCode.ServiceUnavailable or HttpStatusCode.Conflict } ? AccountWords.TelegramAway
                : exception is ApiException { Status: HttpStatusCode.TooManyRequests } ? ComponentWords.TooMany
                : AccountWords.Unreachable;
        }
    }

    /// <summary>What this browser has begun; null for nothing that is still good.</summary>
    public TelegramSignInResponse? Read(HttpContext context) => pending.Read(context);

    /// <summary>How far it has come; null when Api cannot be asked.</summary>
    public async Task<TelegramSignInStatus?> GetStatusAsync(HttpContext context)
    {
        if (pending.Read(context) is not { } begun)
        {
            return TelegramSignInStatus.Expired;
        }

        try
        {
            return (await api.Client.Telegram.GetStatusAsync(begun.State, context.RequestAborted)).Status;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            return null;
        }
    }

    /// <summary>Signs in, once the number was chosen.</summary>
    /// <param name="context">The browser's request.</param>
    /// <param name="factor">The second factor; null before it is asked for.</param>
    public async Task<SignInOutcome> FinishAsync(HttpContext context, SecondFactor? factor)
    {
        if (pending.Read(context) is not { } begun)
        {
            return new SignInOutcome([AccountWords.TelegramOver]);
        }

        try
        {
            await gate.OpenAsync(context, await api.Client.Telegram.LoginAsync(begun.State, factor, context.RequestAborted));
            pending.Delete(context);
            return SignInOutcome.Done;
        }
        catch (ApiException exception) when (exception is { Status: HttpStatusCode.Unauthorized, Problem.Detail: "RequiresTwoFactor" })
        {
            return SignInOutcome.SecondFactor;
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            var wrong = factor is null ? AccountWords.TelegramOver : AccountWords.WrongCode;
            return new SignInOutcome([AccountGate.DescribeSignIn(exception, wrong)], AsksSecondFactor: factor is not null);
        }
    }
}
