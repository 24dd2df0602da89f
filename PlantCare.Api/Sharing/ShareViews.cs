using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Accounts;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Sharing;

namespace PlantCare.Api.Sharing;

/// <summary>Shares as those see them who gave or hold them: with the names of things and people, and no more of either.</summary>
internal sealed class ShareViews(SystemWork system, TimeProvider time)
{
    /// <param name="shares">Shares that the viewer may see.</param>
    /// <param name="viewerId">Who looks at them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>They, in their order.</returns>
    public Task<List<ShareResponse>> ShowAsync(IReadOnlyList<Share> shares, Guid viewerId, CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        var plants = shares.Select(share => share.PlantId).OfType<Guid>().ToHashSet();
        var places = shares.Select(share => share.PlaceId).OfType<Guid>().ToHashSet();
        var people = shares.Select(share => share.UserId).Concat(shares.Select(share => share.HolderId).OfType<Guid>()).ToHashSet();
        var subjects = await database.Plants.Where(plant => plants.Contains(plant.Id)).Select(plant => new { plant.Id, plant.Name })
            .ToDictionaryAsync(plant => plant.Id, plant => plant.Name, cancellationToken);
        foreach (var place in await database.Places.Where(place => places.Contains(place.Id)).Select(place => new { place.Id, place.Name }).ToListAsync(cancellationToken))
        {
            subjects[place.Id] = place.Name;
        }

        var known = await database.Users.AsNoTracking().Where(user => people.Contains(user.Id)).ToDictionaryAsync(user => user.Id, cancellationToken);
        var now = time.GetUtcNow();
        return shares.Select(share =>
        {
            var holder = share.HolderId is { } id ? known.GetValueOrDefault(id) : null;
            return new ShareResponse(
                share.Id,
                share.PlantId,
                share.PlaceId,
                subjects.GetValueOrDefault(share.PlantId ?? share.PlaceId ?? Guid.Empty, ""),
                share.Role,
                StateOf(share, now),
                share.UserId,
                PeopleNames.Of(known.GetValueOrDefault(share.UserId)),
                share.HolderId,
                IsSitter(share) ? share.Label : holder is null ? null : PeopleNames.Of(holder),
                IsSitter(share) || share.HolderId == viewerId ? null : holder?.Email ?? share.Label,
                share.CreatedAt,
                share.AcceptBefore,
                share.ExpiresAt,
                share.LastUsedAt);
        }).ToList();
    });

    private static bool IsSitter(Share share) => share.Role == ShareRole.Sitter;

    private static ShareState StateOf(Share share, DateTimeOffset now) => share switch
    {
        { ExpiresAt: { } end } when end <= now => ShareState.Ended,
        { HolderId: null, Role: not ShareRole.Sitter } => share.AcceptBefore > now ? ShareState.Invited : ShareState.Ended,
        _ => ShareState.Active,
    };
}
