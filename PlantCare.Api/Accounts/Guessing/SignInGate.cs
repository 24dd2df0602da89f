using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.Data;
using PlantCare.Api.Accounts.Sessions;
using PlantCare.ServiceDefaults.Http;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts.Guessing;

/// <summary>Stands before Identity's <c>POST /auth/login</c>: keeps those waiting who guess, and says in words what Identity says in one.</summary>
internal static class SignInGate
{
    private static readonly string[] CookieParameters = ["useCookies", "useSessionCookies"];

    public static async ValueTask<object?> SignInAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (Array.Exists(CookieParameters, parameter => bool.TryParse(http.Request.Query[parameter], out var isWanted) && isWanted))
        {
            return TypedResults.Problem(
                "This Api signs in with bearer tokens only: leave useCookies and useSessionCookies out.", statusCode: StatusCodes.Status400BadRequest);
        }

        // step 1: an address from which many accounts were tried waits, whichever it tries next
        var guesses = http.RequestServices.GetRequiredService<GuessLedger>();
        var address = KeyOf(http.Connection.RemoteIpAddress);
        if (address is not null && guesses.WaitOf(address) is { } pause)
        {
            return Wait(http, pause, "Too many sign-ins from your address were wrong.");
        }

        // step 2: each account gets one attempt at a time
        var name = context.Arguments.OfType<LoginRequest>().Single().Email ?? "";
        using var turn = await http.RequestServices.GetRequiredService<SignInTurns>().TakeAsync(name, http.RequestAborted);
        var result = await next(context);

        // step 3: in words. RequiresTwoFactor stays: programs ask for the code then.
        if (result is not INestedHttpResult { Result: ProblemHttpResult { ProblemDetails: { Detail: { } word } problem } })
        {
            return result;
        }

        var signIn = (SessionSignIn)http.RequestServices.GetRequiredService<SignInManager<User>>();
        switch (word)
        {
            case nameof(SignInResult.LockedOut):
                return Wait(http, signIn.LockedFor ?? GuessRule.Account.First, "This account is locked for now: too many passwords or codes for it were wrong.");
            case nameof(SignInResult.NotAllowed) when signIn.AwaitsConfirmation:
                problem.Detail = "The e-mail address is not confirmed yet. Follow the link in the letter that was sent to it; POST /auth/resendConfirmationEmail sends another one.";
                problem.Extensions["reason"] = "email_not_confirmed";
                return result;
            case nameof(SignInResult.NotAllowed):
                problem.Detail = "This account may not sign in: it is disabled. Ask the administrator.";
                return result;
            case nameof(SignInResult.Failed):
                if (address is not null)
                {
                    guesses.WasWrong(address, GuessRule.Address);
                }

                problem.Detail = "The e-mail address, the password or the code is wrong.";
                return result;
            default:
                return result;
        }
    }

    // This machine is no stranger: what runs here asks for others.
    private static string? KeyOf(IPAddress? address) =>
        address is null || IPAddress.IsLoopback(address) ? null : $"address {AddressBlock.Of(address)}";

    private static ProblemHttpResult Wait(HttpContext http, TimeSpan wait, string why)
    {
        var seconds = Math.Max(1, Math.Ceiling(wait.TotalSeconds));
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(
            string.Create(CultureInfo.InvariantCulture, $"{why} Wait {seconds} s, as 'Retry-After' says, then try again."),
            statusCode: StatusCodes.Status429TooManyRequests);
    }
}
