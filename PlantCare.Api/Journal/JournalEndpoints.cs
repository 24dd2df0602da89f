using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.Api.Paging;
using PlantCare.Api.Problems;
using PlantCare.Contracts;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Plants;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Care;

namespace PlantCare.Api.Journal;

/// <summary>What was done to a plant, and seen of it.</summary>
internal static class JournalEndpoints
{
    public static void MapJournal(this IEndpointRouteBuilder routes)
    {
        var journal = routes.MapGroup("/plants/{id:guid}/journal").WithTags("Journal").RequireAuthorization();
        journal.MapGet("/", ListAsync)
            .Require(ReachedBy.Plant, PlantRights.See)
            .Allow(ApiScopes.Read, sitters: true)
            .WithName("ListJournal")
            .WithSummary("What was done to the plant and seen of it, newest first");
        journal.MapPost("/", WriteAsync)
            .Require(ReachedBy.Plant, PlantRights.See)
            .Allow(ApiScopes.Write, sitters: true)
            .WithMetadata(new LargeRequest(JournalRules.MaxRequestBytes))
            .WithName("WriteJournal")
            .WithSummary("Writes down what was done or seen; a sitter writes that the plant was watered, and nothing else")
            .ProducesProblem(StatusCodes.Status409Conflict);
        journal.MapGet("/{entry_id:guid}/photo", GetPhotoAsync)
            .Require(ReachedBy.Plant, PlantRights.See)
            .Allow(ApiScopes.Read, sitters: true)
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg", additionalContentTypes: ["image/png", "image/webp"])
            .WithName("GetJournalPhoto")
            .WithSummary("The picture of an entry");
    }

    private static async Task<Results<Ok<Page<JournalEntryResponse>>, ValidationProblem>> ListAsync(
        Guid id, PlantCareContext database, CancellationToken cancellationToken, int? limit = null, string? cursor = null)
    {
        var faults = new Faults();
        var page = PageRequest.Read(limit, cursor, parts: 2, faults, after => TryReadTime(after[0], out _) && Guid.TryParse(after[1], out _));
        if (faults.Any)
        {
            return faults.ToResult();
        }

        var entries = database.Journal.AsNoTracking().Where(entry => entry.PlantId == id);
        if (page.After is [var time, var last])
        {
            _ = TryReadTime(time, out var before);
            var than = Guid.Parse(last, CultureInfo.InvariantCulture);
            entries = entries.Where(entry => entry.HappenedAt < before || (entry.HappenedAt == before && entry.Id.CompareTo(than) < 0));
        }

        // All but the pictures, which may be large.
        var rows = await entries.OrderByDescending(entry => entry.HappenedAt).ThenByDescending(entry => entry.Id)
            .Take(page.Limit + 1)
            .Select(entry => new JournalEntryResponse(
                entry.Id, entry.PlantId, entry.Kind, entry.Note, entry.AmountMl, entry.PhotoType, entry.Author, entry.HappenedAt, entry.CreatedAt))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(page.ToPage(rows, WithPhoto, row => [row.HappenedAt.UtcTicks.ToString(CultureInfo.InvariantCulture), row.Id.ToString()]));
    }

    private static async Task<Results<Created<JournalEntryResponse>, ValidationProblem, ProblemHttpResult>> WriteAsync(
        Guid id,
        CreateJournalEntryRequest request,
        HttpContext http,
        ClaimsPrincipal caller,
        PlantCareContext database,
        PeopleNames people,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        // step 1: may they? Who may not even say that they watered need not hear what is wrong with the rest.
        var reach = http.GetReach();
        if (!reach.May(PlantRights.Water) || (request.Kind is not null && !reach.May(JournalRules.RightFor(request.Kind))))
        {
            return RequiredRights.Refusal(PlantRights.Write);
        }

        // step 2: can it be kept?
        var now = time.GetUtcNow();
        var faults = new Faults();
        JournalRules.Check(faults, request, now);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        var photo = request.Photo is { Length: > 0 } picture ? picture : null;
        if (photo is not null && await database.Journal.CountAsync(entry => entry.PlantId == id && entry.PhotoType != null, cancellationToken) >= JournalRules.MaxPhotosPerPlant)
        {
            return TypedResults.Problem(
                $"This plant's journal has {JournalRules.MaxPhotosPerPlant} photos, and takes no more.", statusCode: StatusCodes.Status409Conflict);
        }

        // step 3: keep it
        var entry = new JournalEntry
        {
            UserId = reach.OwnerId,
            PlantId = id,
            Kind = request.Kind!.Value,
            Note = string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim(),
            AmountMl = request.AmountMl,
            Photo = photo,
            PhotoType = photo is null ? null : PhotoType.Of(photo),
            AuthorId = caller.KindOf() == CallerKind.Sitter ? null : caller.GetUserId(),
            Author = await people.OfCallerAsync(caller, cancellationToken),
            HappenedAt = request.HappenedAt?.ToUniversalTime() ?? now,
            CreatedAt = now,
        };
        database.Add(entry);
        await database.SaveChangesAsync(cancellationToken);
        return TypedResults.Created((string?)null, WithPhoto(new JournalEntryResponse(
            entry.Id, entry.PlantId, entry.Kind, entry.Note, entry.AmountMl, entry.PhotoType, entry.Author, entry.HappenedAt, entry.CreatedAt)));
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> GetPhotoAsync(
        Guid id, Guid entry_id, HttpResponse response, PlantCareContext database, CancellationToken cancellationToken)
    {
        var found = await database.Journal.AsNoTracking()
            .Where(entry => entry.PlantId == id && entry.Id == entry_id && entry.Photo != null)
            .Select(entry => new { entry.Photo, entry.PhotoType })
            .FirstOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return TypedResults.NotFound();
        }

        // It is never another one, and it is for whoever may see the plant.
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.File(found.Photo!, found.PhotoType);
    }

    // Where there is a type there is a picture, and this is where.
    private static JournalEntryResponse WithPhoto(JournalEntryResponse entry) =>
        entry with { Photo = entry.Photo is null ? null : $"/plants/{entry.PlantId}/journal/{entry.Id}/photo" };

    private static bool TryReadTime(string text, out DateTimeOffset time)
    {
        var isTime = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks;
        time = isTime ? new DateTimeOffset(ticks, TimeSpan.Zero) : default;
        return isTime;
    }

    private sealed record LargeRequest(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
