using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity.Data;
using PlantCare.Api.Accounts.Erasing;
using PlantCare.Api.Audit;
using PlantCare.Api.Mail;
using PlantCare.Api.Problems;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts.Recovery;

/// <summary>
/// Stands before Identity's endpoints that send letters. Whoever asks learns nothing of whether there is an account, neither by the answer nor
/// by the work that it takes: for an address without one all is done that is done for others, up to a letter that is never sent.
/// </summary>
internal static class RecoveryGate
{
    private const int LongestAddress = 256;

    /// <summary>In place of Identity's <c>POST /auth/forgotPassword</c>.</summary>
    public static async ValueTask<object?> ForgotPasswordAsync(EndpointFilterInvocationContext context)
    {
        var services = context.HttpContext.RequestServices;
        var email = context.Arguments.OfType<ForgotPasswordRequest>().Single().Email?.Trim() ?? "";
        if (FaultOf(email) is { } fault)
        {
            return fault;
        }

        // An address that is not confirmed may be somebody else's: a letter there would hand the account over.
        var accounts = services.GetRequiredService<AccountManager>();
        var user = await accounts.FindByEmailAsync(email);
        var isMeant = user is { EmailConfirmed: true, DisabledAt: null };
        var code = isMeant ? await accounts.GeneratePasswordResetTokenAsync(user!) : await PretendAsync(services, accounts);
        await services.GetRequiredService<AccountMail>().SendResetAsync(isMeant ? user! : new User(), isMeant ? user!.Email! : email, AccountMail.Encode(code), isMeant);
        return TypedResults.Ok();
    }

    /// <summary>Before Identity's <c>POST /auth/resendConfirmationEmail</c>, which sends a letter to whoever has an account, confirmed or not.</summary>
    public static async ValueTask<object?> ResendConfirmationAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var services = context.HttpContext.RequestServices;
        var email = context.Arguments.OfType<ResendConfirmationEmailRequest>().Single().Email?.Trim() ?? "";
        if (FaultOf(email) is { } fault)
        {
            return fault;
        }

        var accounts = services.GetRequiredService<AccountManager>();
        if (await accounts.FindByEmailAsync(email) is { EmailConfirmed: false, DisabledAt: null })
        {
            return await next(context);
        }

        var nobody = Nobody();
        var code = await accounts.GenerateEmailConfirmationTokenAsync(nobody);
        await services.GetRequiredService<AccountMail>().PretendConfirmationAsync(nobody, email, AccountMail.Encode(code));
        return TypedResults.Ok();
    }

    /// <summary>Before Identity's <c>POST /auth/manage/info</c>: another address opens the account by a forgotten password, and so takes the password.</summary>
    public static async ValueTask<object?> ChangeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (http, request) = (context.HttpContext, context.Arguments.OfType<InfoRequest>().Single());
        if (string.IsNullOrEmpty(request.NewEmail))
        {
            return await next(context);
        }

        var refusal = await http.RequestServices.GetRequiredService<Reconfirmation>().FindFaultAsync(
            http.User, request.OldPassword, "to change the e-mail address", http.RequestAborted, isPasswordNeeded: true);
        return refusal is null
            ? await next(context)
            : TypedResults.Problem(refusal.Replace("'password'", "'oldPassword'", StringComparison.Ordinal), statusCode: StatusCodes.Status403Forbidden);
    }

    private static async Task<string> PretendAsync(IServiceProvider services, AccountManager accounts)
    {
        var code = await accounts.GenerateEmailConfirmationTokenAsync(Nobody());
        await services.GetRequiredService<AuditLog>().WriteAsync(
            userId: null, actorId: null, "somebody", AuditActions.PasswordForgotten, detail: "no account with that address confirmed");
        return code;
    }

    private static User Nobody() => new() { Email = "nobody@localhost", SecurityStamp = RandomNumberGenerator.GetHexString(32) };

    private static ValidationProblem? FaultOf(string email)
    {
        var faults = new Faults();
        faults.AddIf(email.Length is 0 or > LongestAddress || !email.Contains('@', StringComparison.Ordinal) || email.Any(char.IsControl), "email", "must be an e-mail address");
        return faults.Any ? faults.ToResult() : null;
    }
}
