using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Telegram;

/// <summary>Whose turn it is to listen: Telegram tells one listener at a time. One row that all replicas share.</summary>
internal sealed class TelegramTurn(SystemWork system, TelegramSettings settings, TimeProvider time)
{
    private const string Key = "telegram";

    private readonly string _holder = Guid.CreateVersion7().ToString("N");

    /// <summary>Takes the turn, or keeps it, until somewhat later than the next call can be.</summary>
    /// <returns>Whether it is ours.</returns>
    public Task<bool> TakeAsync(CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        var now = time.GetUtcNow();
        var mine = Write(now + settings.PollFor + (2 * settings.Timeout));
        var before = await database.SystemSettings.AsNoTracking()
            .Where(setting => setting.Key == Key).Select(setting => setting.Value).FirstOrDefaultAsync(cancellationToken);
        if (before is not null)
        {
            return (IsMine(before) || IsOver(before, now)) && await ReplaceAsync(database, before, mine, cancellationToken);
        }

        database.SystemSettings.Add(new SystemSetting { Key = Key, Value = mine, ChangedAt = now });
        try
        {
            return await database.SaveChangesAsync(cancellationToken) == 1;
        }
        catch (DbUpdateException)
        {
            // Another replica was there first.
            return false;
        }
    });

    /// <summary>Leaves it to whoever comes next.</summary>
    public Task LeaveAsync(CancellationToken cancellationToken) => system.RunAsync(database => database.SystemSettings
        .Where(setting => setting.Key == Key && setting.Value.StartsWith(_holder))
        .ExecuteDeleteAsync(cancellationToken));

    private async Task<bool> ReplaceAsync(PlantCareContext database, string before, string mine, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await database.SystemSettings.Where(setting => setting.Key == Key && setting.Value == before).ExecuteUpdateAsync(
            setting => setting.SetProperty(s => s.Value, mine).SetProperty(s => s.ChangedAt, now), cancellationToken) == 1;
    }

    private string Write(DateTimeOffset until) => string.Create(CultureInfo.InvariantCulture, $"{_holder} {until.ToUnixTimeMilliseconds()}");

    private bool IsMine(string value) => value.StartsWith(_holder, StringComparison.Ordinal);

    // What cannot be read was written by another version.
    private static bool IsOver(string value, DateTimeOffset now) =>
        value.Split(' ') is not [_, var until]
        || !long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var moment)
        || moment <= now.ToUnixTimeMilliseconds();
}
