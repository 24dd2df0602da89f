using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Care;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Pipeline;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Care;

namespace PlantCare.Ingest.Commands;

/// <summary>Writes down what devices say of their commands; a watering that was done also stands in its plant's journal.</summary>
internal sealed class CommandResults(IngestPipeline pipeline, SystemWork system, TimeProvider time) : IDisposable
{
    /// <summary>
    /// Messages are handled side by side, but what a device says first counts: each device has its lane, in which one waits for the other. Devices
    /// that talk much keep no more connections to the database busy than there are lanes.
    /// </summary>
    private const int Lanes = 4;

    private const string Water = "water";
    private static readonly IntakeResult Nothing = new(0, []);

    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Takes a result.</summary>
    /// <returns>What became of it, once that is durable: acknowledge it now, not before.</returns>
    public async ValueTask<IntakeResult> TakeAsync(IncomingMessage message, CancellationToken cancellationToken)
    {
        // step 1: what does it say?
        if (!CommandResultReader.TryRead(message.Payload, out var result, out var fault))
        {
            return await pipeline.RefuseAsync(message, fault!, cancellationToken);
        }

        // step 2: write it down
        bool isKnown;
        var lane = _lanes[(uint)string.GetHashCode(message.DeviceId, StringComparison.Ordinal) % Lanes];
        await lane.WaitAsync(cancellationToken);
        try
        {
            isKnown = await system.RunAsync(database => KeepAsync(database, message.DeviceId, result, cancellationToken));
        }
        finally
        {
            lane.Release();
        }

        // step 3: or it is about nothing that this device was told
        return isKnown
            ? Nothing
            : await pipeline.RefuseAsync(
                message, new Rejection(RejectionReason.IdentityMismatch, "id is of no command that this device was given"), cancellationToken);
    }

    public void Dispose() => Array.ForEach(_lanes, lane => lane.Dispose());

    private async Task<bool> KeepAsync(PlantCareContext database, string deviceId, CommandResult result, CancellationToken cancellationToken)
    {
        var command = await database.Commands.AsNoTracking()
            .FirstOrDefaultAsync(command => command.Id == result.Id && command.DeviceId == deviceId, cancellationToken);
        if (command is null)
        {
            return false;
        }

        var (status, now) = (result.IsDone ? CommandStatus.Success : CommandStatus.Failed, time.GetUtcNow());
        await database.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            database.ChangeTracker.Clear();
            await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);

            // Said twice, it counts once. Said late, it is what happened all the same.
            var isNews = await database.Commands
                .Where(known => known.Id == command.Id && known.Status != CommandStatus.Success && known.Status != CommandStatus.Failed)
                .ExecuteUpdateAsync(
                    known => known.SetProperty(c => c.Status, status).SetProperty(c => c.Detail, result.Detail).SetProperty(c => c.FinishedAt, now),
                    cancellationToken) == 1;
            if (isNews && result.IsDone && EntryOf(command, now) is { } entry)
            {
                database.Add(entry);
                await database.SaveChangesAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        });
        return true;
    }

    private static JournalEntry? EntryOf(DeviceCommand command, DateTimeOffset now) => command is { Action: Water, Seconds: { } seconds, PlantId: { } plantId }
        ? new JournalEntry
        {
            UserId = command.UserId,
            PlantId = plantId,
            Kind = JournalKind.Watered,
            Note = string.Create(CultureInfo.InvariantCulture, $"{command.DeviceId}: {seconds} s"),
            AuthorId = command.RequestedById,
            Author = command.RequestedBy,
            HappenedAt = now,
            CreatedAt = now,
        }
        : null;
}
