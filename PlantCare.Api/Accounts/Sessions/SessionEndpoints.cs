using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Audit;
using PlantCare.Api.Paging;
using PlantCare.Api.Problems;
using PlantCare.Contracts;
using PlantCare.Contracts.Auth;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts.Sessions;

/// <summary>Where the caller is signed in.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/users/me/sessions").WithTags("Accounts").RequireAuthorization();
        sessions.MapGet("/", ListAsync).WithName("ListSessions").WithSummary("Where the caller is signed in, the newest first");
        sessions.MapDelete("/{id:guid}", EndAsync).WithName("EndSession").WithSummary("Signs out there, at once");
        sessions.MapDelete("/", EndOthersAsync).WithName("EndOtherSessions").WithSummary("Signs out everywhere but here");
        routes.MapPost("/auth/logout", LogoutAsync)
            .WithTags("Accounts")
            .RequireAuthorization()
            .WithName("Logout")
            .WithSummary("Signs out: the session's tokens are worth nothing from then on");
    }

    private static async Task<Results<Ok<Page<SessionResponse>>, ValidationProblem>> ListAsync(
        ClaimsPrincipal caller,
        PlantCareContext database,
        TimeProvider time,
        CancellationToken cancellationToken,
        int? limit = null,
        string? cursor = null)
    {
        var faults = new Faults();
        var page = PageRequest.Read(limit, cursor, parts: 1, faults, after => Guid.TryParse(after[0], out _));
        if (faults.Any)
        {
            return faults.ToResult();
        }

        var now = time.GetUtcNow();
        var sessions = database.Sessions.AsNoTracking().Where(session => session.ExpiresAt > now);
        if (page.After is [var id])
        {
            var last = Guid.Parse(id);
            sessions = sessions.Where(session => session.Id.CompareTo(last) < 0);
        }

        // Ids sort by time of creation.
        var rows = await sessions.OrderByDescending(session => session.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.ToPage(rows, row => ToResponse(row, caller.SessionOf()), row => [row.Id.ToString()]));
    }

    private static async Task<Results<NoContent, NotFound>> EndAsync(
        Guid id, ClaimsPrincipal caller, OpenSessions sessions, AuditLog audit, CancellationToken cancellationToken)
    {
        if (await sessions.EndAsync(caller.GetUserId(), id, cancellationToken) is not { } client)
        {
            return TypedResults.NotFound();
        }

        await audit.WriteAsync(caller.GetUserId(), AuditActions.SessionEnded, subject: client);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> EndOthersAsync(
        ClaimsPrincipal caller, OpenSessions sessions, AuditLog audit, CancellationToken cancellationToken)
    {
        var ended = await sessions.EndAllAsync(caller.GetUserId(), caller.SessionOf(), cancellationToken);
        if (ended > 0)
        {
            await audit.WriteAsync(caller.GetUserId(), AuditActions.SessionEnded, detail: $"all others ({ended})");
        }

        return TypedResults.NoContent();
    }

    private static async Task<NoContent> LogoutAsync(
        ClaimsPrincipal caller, OpenSessions sessions, AuditLog audit, CancellationToken cancellationToken)
    {
        if (caller.SessionOf() is { } session)
        {
            await sessions.EndAsync(caller.GetUserId(), session, cancellationToken);
            await audit.WriteAsync(caller.GetUserId(), AuditActions.SignedOut);
        }

        return TypedResults.NoContent();
    }

    private static SessionResponse ToResponse(UserSession session, Guid? current) => new(
        session.Id, session.Method, session.Client, session.Address, session.CreatedAt, session.LastUsedAt, session.Id == current);
}
