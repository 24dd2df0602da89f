using PlantCare.Api.Administration.Accounts;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts.Erasing;

/// <summary>Erases an account from everything that keeps anything of it, then looks whether that is so. Doing it once more does no harm.</summary>
internal sealed partial class AccountEraser(AccountRows rows, IReadingStore readings, AccountControl control, TimeProvider time, ILogger<AccountEraser> logger)
{
    /// <returns>What still holds something of it; empty when a count finds nothing.</returns>
    /// <exception cref="ReadingStoreException">The readings store is away.</exception>
    public async Task<IReadOnlyList<string>> EraseAsync(Guid id, CancellationToken cancellationToken)
    {
        // step 1: its devices, which send nothing from here on; at a broker of its own their accounts go
        await control.SettleDevicesAsync(id, cancellationToken);

        // step 2: the rows, which say who it was
        await rows.DeleteAsync(id, cancellationToken);

        // step 3: the readings, also what was under way during step 1
        var scope = new ReadingScope(id);
        await EraseReadingsAsync(scope, cancellationToken);

        // step 4: the count
        var left = await rows.FindRemnantsAsync(id, cancellationToken);
        if (await AnyReadingAsync(scope, cancellationToken))
        {
            left.Add("the readings store");
        }

        return left;
    }

    private async Task EraseReadingsAsync(ReadingScope scope, CancellationToken cancellationToken)
    {
        try
        {
            await readings.EraseAsync(scope, cancellationToken);
        }
        catch (ReadingStoreException exception) when (!exception.MayPass)
        {
            // There are stores that cannot: what is left then goes with the retention, and the count says when.
            Log.CannotErase(logger, exception.Message);
        }
    }

    private async Task<bool> AnyReadingAsync(ReadingScope scope, CancellationToken cancellationToken)
    {
        var ever = new TimeRange(DateTimeOffset.UnixEpoch, time.GetUtcNow().AddDays(1));
        await foreach (var _ in readings.ReadAsync(new ReadingQuery(scope, ever, Limit: 1), cancellationToken))
        {
            return true;
        }

        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The readings of an account that is erased stay for now: {Reason}")]
        public static partial void CannotErase(ILogger logger, string reason);
    }
}
