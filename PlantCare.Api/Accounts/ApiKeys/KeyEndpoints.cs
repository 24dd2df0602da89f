using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Audit;
using PlantCare.Api.Live;
using PlantCare.Api.Paging;
using PlantCare.Api.Problems;
using PlantCare.Contracts;
using PlantCare.Contracts.Auth;
using PlantCare.Domain.Live;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts.ApiKeys;

/// <summary>The caller's keys for scripts.</summary>
internal static class KeyEndpoints
{
    private const int MostKeys = 50;
    private const int LongestName = 100;
    private const int PrefixCharacters = 12;

    private static readonly string[] KnownScopes = ["read", "write", "command"];

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/users/me/keys").WithTags("Accounts").RequireAuthorization();
        keys.MapGet("/", ListAsync).WithName("ListKeys").WithSummary("The caller's keys for scripts, the newest first");
        keys.MapPost("/", CreateAsync).WithName("CreateKey").WithSummary("Makes a key; the answer shows it, this once");
        keys.MapDelete("/{id:guid}", DeleteAsync).WithName("DeleteKey").WithSummary("Ends a key, at once");
    }

    private static async Task<Results<Ok<Page<KeyResponse>>, ValidationProblem>> ListAsync(
        PlantCareContext database, CancellationToken cancellationToken, int? limit = null, string? cursor = null)
    {
        var faults = new Faults();
        var page = PageRequest.Read(limit, cursor, parts: 1, faults, after => Guid.TryParse(after[0], out _));
        if (faults.Any)
        {
            return faults.ToResult();
        }

        var keys = database.ApiKeys.AsNoTracking();
        if (page.After is [var id])
        {
            var last = Guid.Parse(id);
            keys = keys.Where(key => key.Id.CompareTo(last) < 0);
        }

        // Ids sort by time of creation.
        var rows = await keys.OrderByDescending(key => key.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(page.ToPage(rows, ToResponse, row => [row.Id.ToString()]));
    }

    private static async Task<Results<Created<NewKeyResponse>, ValidationProblem, ProblemHttpResult>> CreateAsync(
        CreateKeyRequest request, ClaimsPrincipal caller, PlantCareContext database, AuditLog audit, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var faults = new Faults();
        Check(request, now, faults);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        // In an order of our own, each once.
        var scopes = KnownScopes.Intersect(request.Scopes, StringComparer.Ordinal).ToArray();
        var token = AccessToken.Create(AccessToken.KeyPrefix);
        var key = new ApiKey
        {
            UserId = caller.GetUserId(),
            Name = request.Name.Trim(),
            KeyHash = AccessToken.Hash(token),
            Prefix = token[..PrefixCharacters],
            Scopes = string.Join(' ', scopes),
            CreatedAt = now,
            ExpiresAt = request.ExpiresAt,
        };
        database.Add(key);
        await database.SaveChangesAsync(cancellationToken);

        // Counted when it is there, so that many at once cannot all find room for one more.
        if (await database.ApiKeys.CountAsync(cancellationToken) > MostKeys)
        {
            await database.ApiKeys.Where(made => made.Id == key.Id).ExecuteDeleteAsync(CancellationToken.None);
            return TypedResults.Problem(
                $"An account may have at most {MostKeys} keys. Delete one that is not used any more.", statusCode: StatusCodes.Status409Conflict);
        }

        await audit.WriteAsync(key.UserId, AuditActions.KeyCreated, key.Name, $"{key.Prefix}… may {string.Join(", ", scopes)}");
        return TypedResults.Created(
            $"/users/me/keys/{key.Id}", new NewKeyResponse(token, key.Id, key.Name, key.Prefix, scopes, key.CreatedAt, key.ExpiresAt));
    }

    private static async Task<Results<NoContent, NotFound>> DeleteAsync(
        Guid id, PlantCareContext database, AuditLog audit, ILiveSource live, CancellationToken cancellationToken)
    {
        if (await database.ApiKeys.FirstOrDefaultAsync(key => key.Id == id, cancellationToken) is not { } key
            || await database.ApiKeys.Where(known => known.Id == id).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            return TypedResults.NotFound();
        }

        await audit.WriteAsync(key.UserId, AuditActions.KeyDeleted, key.Name, key.Prefix + "…");
        await live.TellAsync(new AccessChanged(key.UserId));
        return TypedResults.NoContent();
    }

    private static void Check(CreateKeyRequest request, DateTimeOffset now, Faults faults)
    {
        faults.Required("name", request.Name, LongestName);
        var unknown = request.Scopes?.Where(scope => !KnownScopes.Contains(scope, StringComparer.Ordinal)).ToList();
        faults.AddIf(request.Scopes is not { Count: > 0 }, "scopes", "must name at least one of read, write and command");
        faults.AddIf(unknown is { Count: > 0 }, "scopes", "may hold read, write and command, and nothing else");
        faults.AddIf(request.ExpiresAt <= now, "expires_at", "is over already; give a time to come, or leave it out for a key that does not end");
    }

    private static KeyResponse ToResponse(ApiKey key) =>
        new(key.Id, key.Name, key.Prefix, key.Scopes.Split(' '), key.CreatedAt, key.ExpiresAt, key.LastUsedAt);
}
