using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.Api.Problems;
using PlantCare.Domain.Readings;

namespace PlantCare.Api.Data;

/// <summary>
/// Windows that the store was asked for as soon as the caller's token was read, while the database is still asked whether the session goes on and
/// whose plant it is: for what callers mostly ask, a plant of their own, or all of them. The store is asked for readings of the caller's own
/// account alone, and nobody is shown anything before it is known that they may see it. Where it turns out otherwise, it is given up.
/// </summary>
internal sealed class EarlyWindows : IAsyncDisposable
{
    private readonly CancellationTokenSource _giveUp;
    private readonly AggregateQuery _query;

    private EarlyWindows(IReadingStore store, AggregateQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        (_query, Now) = (query, now);
        _giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Windows = ReadAsync(store, query, _giveUp.Token);
    }

    /// <summary>The moment by which the range was reckoned.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>What was asked for. Only for whoever <see cref="IsAnswerTo"/> says may see it.</summary>
    public Task<List<AggregateWindow>> Windows { get; }

    /// <summary>Begins, where the request tells what the store will be asked.</summary>
    /// <param name="http">The request; its caller has a token that is genuine, and may have no session any more.</param>
    /// <param name="store">The readings.</param>
    /// <param name="time">Tells when.</param>
    /// <returns>Null where it does not.</returns>
    public static EarlyWindows? Begin(HttpContext http, IReadingStore store, TimeProvider time)
    {
        var (caller, asked) = (http.User, http.Request.Query);
        if (!caller.TryGetUserId(out var userId)
            || caller.KindOf() is not (CallerKind.Person or CallerKind.Key)
            || asked.ContainsKey("user_id") || asked.ContainsKey("place_id") || asked.ContainsKey("device_id"))
        {
            return null;
        }

        Guid[]? plants = null;
        if (asked.TryGetValue("plant_id", out var text))
        {
            if (!Guid.TryParse(text, out var plant))
            {
                return null;
            }

            plants = [plant];
        }

        var (now, faults) = (time.GetUtcNow(), new Faults());
        var (range, every) = DataParameters.Windows(asked["window"], asked["every"], asked["start_time"], asked["end_time"], now, faults);
        var metric = DataParameters.Field(asked["field"], faults);
        return faults.Any ? null : new EarlyWindows(store, new AggregateQuery(new ReadingScope(userId, plants), range, every, metric), now, http.RequestAborted);
    }

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

    /// <summary>Whether the store was asked for just that.</summary>
    public bool IsAnswerTo(AggregateQuery query) =>
        query with { Scope = _query.Scope } == _query
        && query.Scope.UserId == _query.Scope.UserId
        && query.Scope.DeviceId is null
        && (query.Scope.PlantIds, _query.Scope.PlantIds) switch
        {
            (null, null) => true,
            ({ } plants, { } guessed) => plants.SequenceEqual(guessed),
            _ => false,
        };

    public async ValueTask DisposeAsync()
    {
        // What failed and was not wanted is nobody's business.
        await _giveUp.CancelAsync();
        await ((Task)Windows).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _giveUp.Dispose();
    }
}
