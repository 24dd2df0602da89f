using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PlantCare.Contracts.Json;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Ingest.Alerts.Silence;

/// <summary>
/// Whose turn it is to judge which devices are silent, and since when anybody has listened to them without a break: one row that all workers
/// share and that outlives them.
/// </summary>
/// <param name="Holder">The worker.</param>
/// <param name="Until">Until when no other worker takes the turn, UTC.</param>
/// <param name="At">When it was last taken, UTC.</param>
/// <param name="Since">Since when devices have been listened to, UTC: nobody was silent before.</param>
internal sealed record SilenceTurn(Guid Holder, DateTimeOffset Until, DateTimeOffset At, DateTimeOffset Since)
{
    /// <summary>The row's key.</summary>
    public const string Key = "silence";

    /// <summary>A worker that has not come back by then is not waited for.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(45);

    /// <summary>When nobody judged for so long, nobody listened either. A restart is shorter than that.</summary>
    private static readonly TimeSpan Break = TimeSpan.FromMinutes(3);

    /// <summary>Takes the turn, or keeps it.</summary>
    /// <param name="database">Works for the system.</param>
    /// <param name="worker">Who takes it.</param>
    /// <param name="isListening">Whether what devices send is heard and stored at the moment.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when it is another worker's.</returns>
    public static async Task<SilenceTurn?> TakeAsync(
        PlantCareContext database, Guid worker, bool isListening, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // step 1: whose it is
        var before = await database.SystemSettings.AsNoTracking()
            .Where(setting => setting.Key == Key).Select(setting => setting.Value).FirstOrDefaultAsync(cancellationToken);
        var last = Parse(before);
        if (last is not null && last.Holder != worker && last.Until > now)
        {
            return null;
        }

        // step 2: take it, where nobody has meanwhile
        var isUnbroken = last is not null && isListening && now - last.At <= Break;
        var mine = new SilenceTurn(worker, now + Lasts, now, isUnbroken ? last!.Since : now);
        var value = JsonSerializer.Serialize(mine, PlantCareJson.Options);
        var isMine = before is null
            ? await AddAsync(database, value, now, cancellationToken)
            : await database.SystemSettings.Where(setting => setting.Key == Key && setting.Value == before).ExecuteUpdateAsync(
                setting => setting.SetProperty(s => s.Value, value).SetProperty(s => s.ChangedAt, now), cancellationToken) == 1;
        return isMine ? mine : null;
    }

    private static async Task<bool> AddAsync(PlantCareContext database, string value, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var row = new SystemSetting { Key = Key, Value = value, ChangedAt = now };
        database.Add(row);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            // Another worker was there first; the next turn tells.
            database.Entry(row).State = EntityState.Detached;
            return false;
        }
    }

    private static SilenceTurn? Parse(string? value)
    {
        try
        {
            return value is null ? null : JsonSerializer.Deserialize<SilenceTurn>(value, PlantCareJson.Options);
        }
        catch (JsonException)
        {
            // Written by another version: the listening begins anew.
            return null;
        }
    }
}
