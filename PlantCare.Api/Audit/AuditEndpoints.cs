using System.Linq.Expressions;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.Api.Paging;
using PlantCare.Api.Problems;
using PlantCare.Contracts;
using PlantCare.Contracts.Audit;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Audit;

/// <summary>The audit log, read: by each for their own account, by administrators for all.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/users/me/audit", ListOwnAsync)
            .WithTags("Accounts")
            .RequireAuthorization()
            .WithName("ListMyAudit")
            .WithSummary("Sign-ins, credentials, shares, commands and what administrators did to the caller's account, newest first");
        routes.MapGet("/admin/audit", ListAllAsync)
            .WithTags("Administration")
            .RequireAuthorization()
            .AllowAdministratorsOnly()
            .WithName("ListAudit")
            .WithSummary("The audit log of one account, or of all and the system, newest first");
    }

    private static async Task<Results<Ok<Page<AuditEntryResponse>>, ValidationProblem>> ListOwnAsync(
        ClaimsPrincipal caller, PlantCareContext database, CancellationToken cancellationToken, int? limit = null, string? cursor = null)
    {
        var faults = new Faults();
        var page = PageRequest.ReadNumbered(limit, cursor, faults);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        var userId = caller.GetUserId();
        var rows = await ReadAsync(database, page, entry => entry.UserId == userId, cancellationToken);
        return TypedResults.Ok(page.ToPage(rows, entry => ToOwnResponse(entry, userId), row => row.Id));
    }

    // Everybody's, which only the system sees.
    private static async Task<Results<Ok<Page<AuditEntryResponse>>, ValidationProblem>> ListAllAsync(
        SystemWork system, CancellationToken cancellationToken, Guid? user_id = null, int? limit = null, string? cursor = null)
    {
        var faults = new Faults();
        var page = PageRequest.ReadNumbered(limit, cursor, faults);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        Expression<Func<AuditEntry, bool>> isMeant = user_id is { } userId ? entry => entry.UserId == userId : _ => true;
        var rows = await system.RunAsync(database => ReadAsync(database, page, isMeant, cancellationToken));
        return TypedResults.Ok(page.ToPage(rows, ToResponse, row => row.Id));
    }

    private static Task<List<AuditEntry>> ReadAsync(
        PlantCareContext database, PageRequest page, Expression<Func<AuditEntry, bool>> isMeant, CancellationToken cancellationToken)
    {
        var before = page.Before;
        return database.AuditLog.AsNoTracking()
            .Where(isMeant)
            .Where(entry => entry.Id < before)
            .OrderByDescending(entry => entry.Id)
            .Take(page.Limit + 1)
            .ToListAsync(cancellationToken);
    }

    // Where somebody unknown came from is a warning; where a caretaker or an administrator sits is their own business.
    internal static AuditEntryResponse ToOwnResponse(AuditEntry entry, Guid userId)
    {
        var response = ToResponse(entry);
        return entry.ActorId is null || entry.ActorId == userId ? response : response with { Address = null, Client = null };
    }

    private static AuditEntryResponse ToResponse(AuditEntry entry) => new(
        entry.Id, entry.UserId, entry.ActorId, entry.Actor, entry.Action, entry.Subject, entry.Detail, entry.Address, entry.Client, entry.At);
}
