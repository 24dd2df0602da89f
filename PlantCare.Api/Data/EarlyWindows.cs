using System.Security.Claims;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.Domain.Readings;

namespace PlantCare.Api.Data;

/// <summary>
/// Asks the store while the database is still asked whose plant it is, for what callers mostly ask: a plant of their own, or all of them. The
/// store is asked for readings of the caller's own account alone, and nobody is shown anything before it is known that they may see it. Where it
/// turns out otherwise, what was asked for is given up.
/// </summary>
internal sealed class EarlyWindows : IAsyncDisposable
{
    private readonly CancellationTokenSource _giveUp;
    private readonly ReadingScope _scope;

    private EarlyWindows(IReadingStore store, AggregateQuery query, CancellationToken cancellationToken)
    {
        _giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _scope = query.Scope;
        Windows = ReadAsync(store, query, _giveUp.Token);
    }

    /// <summary>Begins, where it can be told what the scope will be.</summary>
    /// <param name="store">The readings.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="asked">What is asked for.</param>
    /// <param name="query">The same for the store, but for the scope.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null where it cannot.</returns>
    public static EarlyWindows? Begin(
        IReadingStore store, ClaimsPrincipal caller, ReadingsAsked asked, AggregateQuery query, CancellationToken cancellationToken) =>
        asked is { UserId: null, PlaceId: null, DeviceId: null } && caller.KindOf() is CallerKind.Person or CallerKind.Key
            ? new EarlyWindows(store, query with { Scope = new ReadingScope(caller.GetUserId(), asked.PlantId is { } plant ? [plant] : null) }, cancellationToken)
            : null;

    /// <summary>What was asked for. Only for whoever <see cref="IsOf"/> says may see it.</summary>
    public Task<List<AggregateWindow>> Windows { get; }

    /// <summary>Everything that the store has.</summary>
    public static async Task<List<AggregateWindow>> ReadAsync(IReadingStore store, AggregateQuery query, CancellationToken cancellationToken)
    {
        var windows = new List<AggregateWindow>();
        await foreach (var window in store.AggregateAsync(query, cancellationToken))
        {
            windows.Add(window);
        }

        return windows;
    }

    public async ValueTask DisposeAsync()
    {
        // What failed and was not wanted is nobody's business.
        await _giveUp.CancelAsync();
        await ((Task)Windows).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _giveUp.Dispose();
    }

    /// <summary>Whether the scope is the one that was guessed.</summary>
    public bool IsOf(ReadingScope scope) =>
        scope.UserId == _scope.UserId && scope.DeviceId is null
        && (scope.PlantIds, _scope.PlantIds) switch
        {
            (null, null) => true,
            ({ } plants, { } guessed) => plants.SequenceEqual(guessed),
            _ => false,
        };
}
