using System.Globalization;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using PlantCare.Api.Accounts;
using PlantCare.Api.Accounts.Guessing;
using PlantCare.Api.Accounts.Sessions;
using PlantCare.Api.Audit;
using PlantCare.Contracts.Auth;
using PlantCare.Storage.Relational.People;
using PlantCare.Storage.Relational.Telegram;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Api.Telegram;

/// <summary>
/// Signing in with a linked Telegram account. A page shows a link and a number; whoever follows the link chooses the number in Telegram; the
/// page, and nobody else, is signed in then.
/// </summary>
internal static class TelegramSignIn
{
    private const string Over = "This sign-in is over: it was refused or used, or it is too late. Begin anew.";

    public static void MapTelegramSignIn(this IEndpointRouteBuilder routes)
    {
        var telegram = routes.MapGroup("/auth/telegram").WithTags("Accounts").AllowAnonymous();
        telegram.AddEndpointFilter(LookAmongAllAccountsAsync);
        telegram.MapPost("/options", StartAsync)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithName("StartTelegramLogin")
            .WithSummary("A link into Telegram for whoever signs in, and the number to choose there");
        telegram.MapPost("/status", GetStatusAsync).WithName("GetTelegramLoginStatus").WithSummary("How far a sign-in with Telegram has come");
        telegram.MapPost("/login", LoginAsync)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithName("LoginWithTelegram")
            .WithSummary("Signs in once the number was chosen; takes a second factor where one is on");
    }

    private static async Task<Results<Ok<TelegramSignInResponse>, ProblemHttpResult>> StartAsync(
        HttpContext http, TelegramLine line, TelegramDesk desk, TelegramStates states, CancellationToken cancellationToken)
    {
        if (await line.FindFaultAsync(cancellationToken) is { } absence)
        {
            return absence;
        }

        var (request, code) = await desk.OpenSignInAsync(
            AuditLog.Shown(http.Request.Headers.UserAgent.ToString()), http.Connection.RemoteIpAddress?.ToString(), cancellationToken);
        return TypedResults.Ok(new TelegramSignInResponse(line.LinkOf(code), request.Number!, states.Write(request.Id), request.ExpiresAt));
    }

    private static async Task<Ok<TelegramStatusResponse>> GetStatusAsync(
        TelegramStatusRequest request, TelegramDesk desk, TelegramStates states, CancellationToken cancellationToken)
    {
        var found = states.Read(request.State) is { } id ? await desk.FindAsync(id, cancellationToken) : null;
        return TypedResults.Ok(new TelegramStatusResponse(found?.Progress switch
        {
            TelegramProgress.Waiting => TelegramSignInStatus.Waiting,
            TelegramProgress.Asked => TelegramSignInStatus.Asked,
            TelegramProgress.Approved => TelegramSignInStatus.Approved,
            TelegramProgress.Refused => TelegramSignInStatus.Refused,
            _ => TelegramSignInStatus.Expired,
        }));
    }

    private static async Task<Results<Ok<AccessTokenResponse>, EmptyHttpResult, ProblemHttpResult>> LoginAsync(
        TelegramLoginRequest request,
        HttpContext http,
        TelegramDesk desk,
        TelegramStates states,
        AccountManager accounts,
        SignInManager<User> signIn,
        SignInTurns turns,
        AuditLog audit)
    {
        // step 1: what was approved, and the account that the Telegram account still opens
        var known = states.Read(request.State) is { } id ? await desk.FindAsync(id, http.RequestAborted) : null;
        if (known is not { Progress: TelegramProgress.Approved, UserId: { } userId }
            || await accounts.FindByIdAsync(userId.ToString()) is not { } user
            || user.TelegramId != known.TelegramId)
        {
            return Refuse(Over);
        }

        if (!await signIn.CanSignInAsync(user))
        {
            await audit.WriteAsync(user.Id, actorId: null, user.UserName ?? "", AuditActions.SignInFailed, detail: "the account may not sign in");
            return Refuse("This account may not sign in: it is disabled, or its e-mail address is not confirmed yet. Ask the administrator.");
        }

        // step 2: one attempt at a time, and of many at once with the same answer from Telegram, one. A wrong code does not use it up.
        using var turn = await turns.TakeAsync(user.Email ?? "", http.RequestAborted);
        if (!await desk.MoveAsync(known.Id, TelegramProgress.Approved, TelegramProgress.Spent, http.RequestAborted))
        {
            return Refuse(Over);
        }

        // step 3: a session as after a password; its tokens are written into the answer
        var session = (SessionSignIn)signIn;
        session.Method = "telegram";
        session.AuthenticationScheme = IdentityConstants.BearerScheme;
        var result = await session.SignInKnownAsync(user, request.TwoFactorCode, request.RecoveryCode);
        if (result.Succeeded)
        {
            return TypedResults.Empty;
        }

        await desk.MoveAsync(known.Id, TelegramProgress.Spent, TelegramProgress.Approved, CancellationToken.None);
        return result.RequiresTwoFactor ? Refuse(nameof(SignInResult.RequiresTwoFactor))
            : result.IsLockedOut ? Wait(http, session.LockedFor ?? GuessRule.Account.First)
            : Refuse("The code is wrong.");
    }

    private static ProblemHttpResult Refuse(string why) => TypedResults.Problem(why, statusCode: StatusCodes.Status401Unauthorized);

    private static ProblemHttpResult Wait(HttpContext http, TimeSpan wait)
    {
        var seconds = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers.RetryAfter = seconds;
        return TypedResults.Problem(
            $"This account is locked for now: too many passwords or codes for it were wrong. Wait {seconds} s, as 'Retry-After' says, then try again.",
            statusCode: StatusCodes.Status429TooManyRequests);
    }

    private static ValueTask<object?> LookAmongAllAccountsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.RequestServices.GetRequiredService<Tenant>().ActForSignIn();
        return next(context);
    }
}
