using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using PlantCare.Api.Access;
using PlantCare.Api.Problems;
using PlantCare.Contracts.Users;

namespace PlantCare.Api.Accounts.Erasing;

/// <summary>Erases accounts: people their own, administrators any.</summary>
internal static class ErasureEndpoints
{
    public static void MapErasure(this IEndpointRouteBuilder routes)
    {
        routes.MapDelete("/users/me", EraseMeAsync)
            .WithTags("Accounts")
            .RequireAuthorization()
            .WithName("EraseMe")
            .WithSummary("Erases the caller's account with all that is its own, readings included; nobody and nothing of it is let in from then on");
        routes.MapDelete("/users/{id:guid}", EraseAsync)
            .WithTags("Administration")
            .RequireAuthorization()
            .AllowAdministratorsOnly()
            .WithName("EraseUser")
            .WithSummary("Erases an account with all that is its own, readings included; nobody and nothing of it is let in from then on");
    }

    private static Task<Results<Accepted, NotFound, ValidationProblem, ProblemHttpResult>> EraseMeAsync(
        [FromBody] EraseAccountRequest request,
        ClaimsPrincipal caller,
        ErasureOrders orders,
        Reconfirmation reconfirmation,
        CancellationToken cancellationToken) => EraseAsync(caller.GetUserId(), request, caller, orders, reconfirmation, cancellationToken);

    private static async Task<Results<Accepted, NotFound, ValidationProblem, ProblemHttpResult>> EraseAsync(
        Guid id,
        [FromBody] EraseAccountRequest request,
        ClaimsPrincipal caller,
        ErasureOrders orders,
        Reconfirmation reconfirmation,
        CancellationToken cancellationToken)
    {
        // step 1: the right account
        if (await orders.FindAsync(id, cancellationToken) is not { } account)
        {
            return TypedResults.NotFound();
        }

        var faults = new Faults();
        faults.AddIf(
            !account.Name.Equals(request.Confirm?.Trim(), StringComparison.OrdinalIgnoreCase),
            "confirm",
            "must be the e-mail address of the account that is to be erased, with all its plants, devices and readings");
        if (faults.Any)
        {
            return faults.ToResult();
        }

        // step 2: the right person
        if (await reconfirmation.FindFaultAsync(caller, request.Password, "to erase an account", cancellationToken) is { } fault)
        {
            return TypedResults.Problem(fault, statusCode: StatusCodes.Status403Forbidden);
        }

        // step 3: from here on there is no way back
        return await orders.OrderAsync(account, cancellationToken)
            ? TypedResults.Accepted((string?)null)
            : TypedResults.Problem(
                "Nobody would be left to administer the system. Make another account an administrator's first.", statusCode: StatusCodes.Status409Conflict);
    }
}
