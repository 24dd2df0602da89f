using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Workers;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts.Erasing;

/// <summary>
/// Carries out the orders that the database keeps: at once when woken, otherwise when they are due, so that a crash or a store that is away
/// only puts one off. An account that is gone is looked at for another day: a batch of readings may have waited that long for its store.
/// </summary>
internal sealed partial class ErasureWorker(SystemWork system, AccountEraser eraser, TimeProvider time, ILogger<ErasureWorker> logger)
    : CalledWorker(new WorkCall(), Interval, time, logger)
{
    /// <summary>For how long nobody else takes an order that somebody has taken.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private const int AtATime = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Aftercare = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>Carries out what is due.</summary>
    public override async Task RunDueAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var due = await system.RunAsync(database => database.Erasures.AsNoTracking()
            .Where(erasure => erasure.NextAt <= now)
            .OrderBy(erasure => erasure.NextAt)
            .Take(AtATime)
            .ToListAsync(cancellationToken));
        foreach (var erasure in due)
        {
            if (await TakeAsync(erasure, cancellationToken))
            {
                await RunAsync(erasure, cancellationToken);
            }
        }
    }

    // By the time that was read: it is another one once somebody else has taken it.
    private Task<bool> TakeAsync(Erasure erasure, CancellationToken cancellationToken)
    {
        var until = Time.GetUtcNow() + Lease;
        return system.RunAsync(async database => await database.Erasures
            .Where(known => known.Id == erasure.Id && known.NextAt == erasure.NextAt)
            .ExecuteUpdateAsync(known => known.SetProperty(e => e.NextAt, until), cancellationToken) == 1);
    }

    private async Task RunAsync(Erasure erasure, CancellationToken cancellationToken)
    {
        try
        {
            var left = await eraser.EraseAsync(erasure.Id, cancellationToken);
            await (left.Count == 0 ? GoneAsync(erasure, cancellationToken) : LeftAsync(erasure, left, cancellationToken));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Failed(Logger, exception, erasure.Id);
            await PutOffAsync(erasure, erasure.ErasedAt, cancellationToken);
        }
    }

    private async Task GoneAsync(Erasure erasure, CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        if (erasure.ErasedAt is not { } since)
        {
            Log.Erased(Logger, erasure.Id);
            await PutOffAsync(erasure, now, cancellationToken);
        }
        else if (now - since < Aftercare)
        {
            await PutOffAsync(erasure, since, cancellationToken);
        }
        else
        {
            await system.RunAsync(database => database.Erasures.Where(known => known.Id == erasure.Id).ExecuteDeleteAsync(cancellationToken));
        }
    }

    private Task LeftAsync(Erasure erasure, IReadOnlyList<string> places, CancellationToken cancellationToken)
    {
        Log.Left(Logger, erasure.Id, string.Join(", ", places));
        return PutOffAsync(erasure, erasedAt: null, cancellationToken);
    }

    private async Task PutOffAsync(Erasure erasure, DateTimeOffset? erasedAt, CancellationToken cancellationToken)
    {
        // The longer it lasts, the rarer: the pause doubles without anybody counting.
        var now = Time.GetUtcNow();
        var pause = now - erasure.RequestedAt;
        var next = now + (pause < ShortestPause ? ShortestPause : pause < LongestPause ? pause : LongestPause);
        await system.RunAsync(database => database.Erasures.Where(known => known.Id == erasure.Id)
            .ExecuteUpdateAsync(known => known.SetProperty(e => e.NextAt, next).SetProperty(e => e.ErasedAt, erasedAt), cancellationToken));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The account {Account} is erased; nothing of it is left")]
        public static partial void Erased(ILogger logger, Guid account);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The account {Account} is erased but for {Places}; it is tried again")]
        public static partial void Left(ILogger logger, Guid account, string places);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The account {Account} cannot be erased for now; it is tried again")]
        public static partial void Failed(ILogger logger, Exception exception, Guid account);
    }
}
