using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using PlantCare.Api.Accounts.Erasing;
using PlantCare.Contracts.Auth;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts.TwoFactor;

/// <summary>What makes signing in easier again, and so takes the password; the rest is Identity's own <c>POST /auth/manage/2fa</c>.</summary>
internal static class TwoFactorEndpoints
{
    private const int Codes = 10;

    public static void MapTwoFactor(this IEndpointRouteBuilder routes)
    {
        var second = routes.MapGroup("/users/me/two-factor").WithTags("Accounts").RequireAuthorization();
        second.MapDelete("/", TurnOffAsync)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .WithName("DisableTwoFactor")
            .WithSummary("Turns the second factor off, and forgets its key and codes");
        second.MapPost("/recovery-codes", RenewCodesAsync)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .WithName("RenewRecoveryCodes")
            .WithSummary("Makes new recovery codes, shown this once; the old ones are worth nothing from then on");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> TurnOffAsync(
        [FromBody] ConfirmPasswordRequest request,
        ClaimsPrincipal caller,
        AccountManager accounts,
        Reconfirmation reconfirmation,
        CancellationToken cancellationToken)
    {
        var (user, refusal) = await ConfirmAsync(request, caller, accounts, reconfirmation, cancellationToken);
        if (user is null)
        {
            return refusal!;
        }

        await accounts.TurnTwoFactorOffAsync(user);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<RecoveryCodesResponse>, ProblemHttpResult>> RenewCodesAsync(
        ConfirmPasswordRequest request,
        ClaimsPrincipal caller,
        AccountManager accounts,
        Reconfirmation reconfirmation,
        CancellationToken cancellationToken)
    {
        var (user, refusal) = await ConfirmAsync(request, caller, accounts, reconfirmation, cancellationToken);
        if (user is null)
        {
            return refusal!;
        }

        return await accounts.GenerateNewTwoFactorRecoveryCodesAsync(user, Codes) is { } codes
            ? TypedResults.Ok(new RecoveryCodesResponse([.. codes]))
            : TypedResults.Problem("The account was changed by something else meanwhile. Try again.", statusCode: StatusCodes.Status409Conflict);
    }

    private static async Task<(User? User, ProblemHttpResult? Refusal)> ConfirmAsync(
        ConfirmPasswordRequest request, ClaimsPrincipal caller, AccountManager accounts, Reconfirmation reconfirmation, CancellationToken cancellationToken)
    {
        if (await reconfirmation.FindFaultAsync(caller, request.Password, "to change the second factor", cancellationToken, isPasswordNeeded: true) is { } fault)
        {
            return (null, TypedResults.Problem(fault, statusCode: StatusCodes.Status403Forbidden));
        }

        return await accounts.GetUserAsync(caller) is { TwoFactorEnabled: true } user
            ? (user, null)
            : (null, TypedResults.Problem(
                "There is no second factor. POST /auth/manage/2fa turns it on.", statusCode: StatusCodes.Status409Conflict));
    }
}
