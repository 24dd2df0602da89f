using System.Buffers.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using PlantCare.Api.Accounts.Sessions;
using PlantCare.Api.Audit;
using PlantCare.Api.Problems;
using PlantCare.Contracts.Auth;
using PlantCare.Storage.Relational.People;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Api.Accounts.Passkeys;

/// <summary>Signing in with a passkey, by whoever has one: nobody says who they are before.</summary>
internal static class PasskeySignIn
{
    private const int LongestCredentialId = 1023;

    public static void MapPasskeySignIn(this IEndpointRouteBuilder routes)
    {
        var passkeys = routes.MapGroup("/auth/passkeys").WithTags("Accounts").AllowAnonymous();
        passkeys.AddEndpointFilter(LookAmongAllAccountsAsync);
        passkeys.MapPost("/options", AskAsync).WithName("GetPasskeyOptions").WithSummary("What to ask the browser of whoever signs in with a passkey");
        passkeys.MapPost("/login", LoginAsync)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .WithName("LoginWithPasskey")
            .WithSummary("Signs in with what the browser answered; no password and no second factor are asked for beside");
    }

    private static async Task<Results<Ok<PasskeyOptionsResponse>, ValidationProblem>> AskAsync(PasskeyOptionsRequest request, PasskeyDesk desk) =>
        await desk.AskAsync(request.Origin) is { } options ? TypedResults.Ok(options) : PasskeyFaults.Origin();

    private static async Task<Results<Ok<AccessTokenResponse>, EmptyHttpResult, ValidationProblem, ProblemHttpResult>> LoginAsync(
        PasskeyLoginRequest request, PasskeyDesk desk, AccountManager accounts, SignInManager<User> signIn, AuditLog audit)
    {
        var faults = new Faults();
        PasskeyFaults.Check(request.State, request.Credential, faults);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        // step 1: the passkey. Whatever is wrong with it is answered alike.
        if (await desk.JudgeAsync(request.State, request.Credential) is not var (user, passkey))
        {
            await WriteRefusalAsync(request.Credential, accounts, audit);
            return Refuse("This passkey opens no account here, or its answer came too late. Ask for new options and try again, or sign in otherwise.");
        }

        // step 2: its account. That it is locked counts for who guesses, and a passkey is not guessed.
        if (!await signIn.CanSignInAsync(user))
        {
            await audit.WriteAsync(user.Id, actorId: null, user.UserName ?? "", AuditActions.SignInFailed, detail: "the account may not sign in");
            return Refuse("This account may not sign in: it is disabled, or its e-mail address is not confirmed yet. Ask the administrator.");
        }

        // step 3: how often it was used, by which a copy of it would be found out
        if (!(await accounts.AddOrUpdatePasskeyAsync(user, passkey)).Succeeded)
        {
            return TypedResults.Problem("The account was changed by something else meanwhile. Try again.", statusCode: StatusCodes.Status409Conflict);
        }

        // step 4: a session as after a password; its tokens are written into the answer
        ((SessionSignIn)signIn).Method = "passkey";
        signIn.AuthenticationScheme = IdentityConstants.BearerScheme;
        await signIn.SignInAsync(user, isPersistent: false, authenticationMethod: "hwk");
        return TypedResults.Empty;
    }

    private static ProblemHttpResult Refuse(string why) => TypedResults.Problem(why, statusCode: StatusCodes.Status401Unauthorized);

    private static ValueTask<object?> LookAmongAllAccountsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.RequestServices.GetRequiredService<Tenant>().ActForSignIn();
        return next(context);
    }

    // To the account whose passkey it says it is, if there is one.
    private static async Task WriteRefusalAsync(JsonElement credential, AccountManager accounts, AuditLog audit)
    {
        var user = IdOf(credential) is { } id ? await accounts.FindByPasskeyIdAsync(id) : null;
        await audit.WriteAsync(
            user?.Id, actorId: null, user is null ? "somebody" : user.UserName ?? "", AuditActions.SignInFailed, detail: user is null ? "no such passkey" : "a wrong answer of a passkey");
    }

    private static byte[]? IdOf(JsonElement credential)
    {
        if (!credential.TryGetProperty("id", out var text) || text.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return Base64Url.DecodeFromChars(text.GetString()) is { Length: > 0 and <= LongestCredentialId } id ? id : null;
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            // No base64url, or half a surrogate pair.
            return null;
        }
    }
}
