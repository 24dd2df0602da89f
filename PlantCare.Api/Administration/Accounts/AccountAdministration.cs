using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.Api.Paging;
using PlantCare.Api.Problems;
using PlantCare.Contracts;
using PlantCare.Contracts.Administration;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Api.Administration.Accounts;

/// <summary>Everybody's accounts, for administrators.</summary>
internal static class AccountAdministration
{
    private const int LongestSearch = 100;

    public static void MapAccountAdministration(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/users").WithTags("Administration").RequireAuthorization().AllowAdministratorsOnly();
        users.MapGet("/", ListAsync).WithName("ListUsers").WithSummary("All accounts, newest first; search finds a part of an address or a name");
        users.MapGet("/{id:guid}", GetAsync).WithName("GetUser").WithSummary("One account");
        users.MapPatch("/{id:guid}", UpdateAsync).WithName("UpdateUser").WithSummary("Makes an account an administrator's, or no longer; disables or enables it");
        users.MapPost("/{id:guid}/password-reset", ResetPasswordAsync).WithName("ResetUserPassword").WithSummary("A code for a new password, to be given to the account's owner; shown this once");
        users.MapDelete("/{id:guid}/two-factor", ResetTwoFactorAsync)
            .WithName("ResetUserTwoFactor")
            .WithSummary("Turns the second factor of another account off, for somebody who has lost what makes the codes; the account's record says so");
    }

    private static async Task<Results<Ok<Page<AccountResponse>>, ValidationProblem>> ListAsync(
        AccountListing accounts, CancellationToken cancellationToken, string? search = null, int? limit = null, string? cursor = null)
    {
        var faults = new Faults();
        faults.Text("search", search, LongestSearch);
        var page = PageRequest.Read(limit, cursor, parts: 1, faults, after => Guid.TryParse(after[0], out _));
        if (faults.Any)
        {
            return faults.ToResult();
        }

        var rows = await accounts.ListAsync(search, page, cancellationToken);
        return TypedResults.Ok(page.ToPage(rows, row => row, row => [row.Id.ToString()]));
    }

    private static async Task<Results<Ok<AccountResponse>, NotFound>> GetAsync(Guid id, AccountListing accounts, CancellationToken cancellationToken) =>
        await accounts.FindAsync(id, cancellationToken) is { } account ? TypedResults.Ok(account) : TypedResults.NotFound();

    private static async Task<Results<Ok<AccountResponse>, NotFound, ProblemHttpResult>> UpdateAsync(
        Guid id, UpdateAccountRequest request, ClaimsPrincipal caller, AccountControl control, AccountListing accounts, CancellationToken cancellationToken)
    {
        var isDisabled = request.Disabled.IsSet ? request.Disabled.Value : (bool?)null;
        if (isDisabled == true && id == caller.GetUserId())
        {
            return TypedResults.Problem(
                "You cannot disable your own account. Ask another administrator, or erase it.", statusCode: StatusCodes.Status409Conflict);
        }

        var change = await control.ChangeAsync(
            id, request.IsAdministrator.IsSet ? request.IsAdministrator.Value : null, isDisabled, cancellationToken);
        return change switch
        {
            AccountChange.NoAccount => TypedResults.NotFound(),
            AccountChange.LastAdministrator => TypedResults.Problem(
                "Nobody would be left to administer the system. Make another account an administrator's first.", statusCode: StatusCodes.Status409Conflict),
            AccountChange.BeingErased => TypedResults.Problem(
                "The account is being erased, and there is no way back.", statusCode: StatusCodes.Status409Conflict),
            _ when await accounts.FindAsync(id, cancellationToken) is { } account => TypedResults.Ok(account),
            _ => TypedResults.NotFound(),
        };
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> ResetTwoFactorAsync(Guid id, ClaimsPrincipal caller, IServiceScopeFactory scopes)
    {
        if (id == caller.GetUserId())
        {
            return TypedResults.Problem(
                "This is your own account. DELETE /users/me/two-factor turns the second factor off, with your password.", statusCode: StatusCodes.Status409Conflict);
        }

        // Somebody else's account, which the administrator's own connection does not see.
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Tenant>().ActAsSystem();
        var accounts = scope.ServiceProvider.GetRequiredService<AccountManager>();
        return await accounts.FindByIdAsync(id.ToString()) switch
        {
            null => TypedResults.NotFound(),
            { TwoFactorEnabled: false } => TypedResults.Problem("The account has no second factor.", statusCode: StatusCodes.Status409Conflict),
            var user when (await accounts.ResetTwoFactorAsync(user)).Succeeded => TypedResults.NoContent(),
            _ => TypedResults.Problem("The account was changed by something else meanwhile. Try again.", statusCode: StatusCodes.Status409Conflict),
        };
    }

    private static async Task<Results<Ok<PasswordResetResponse>, NotFound>> ResetPasswordAsync(Guid id, PasswordResets resets) =>
        await resets.CreateAsync(id) is { } reset ? TypedResults.Ok(reset) : TypedResults.NotFound();
}
