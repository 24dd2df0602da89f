using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Care;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Live;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Care;

namespace PlantCare.Ingest.Alerts.Silence;

/// <summary>
/// Begins an alert for each plant of a device that has said nothing for longer than it may, and ends those whose device has spoken again. All
/// that it goes by is in the database: it may be any worker's, before or after a restart.
/// </summary>
/// <param name="database">Works for the system.</param>
/// <param name="since">Since when devices have been listened to, UTC: whoever fell silent before is given all its time from then on.</param>
/// <param name="now">The time, UTC.</param>
internal sealed class SilencePass(PlantCareContext database, DateTimeOffset since, DateTimeOffset now)
{
    /// <returns>What has begun and ended.</returns>
    public async Task<IReadOnlyList<AlertChanged>> RunAsync(CancellationToken cancellationToken)
    {
        // step 1: which alerts there are, and which devices may be silent
        var open = await database.Alerts
            .Where(alert => alert.Kind == AlertKind.Silent && alert.State != AlertState.Resolved).ToListAsync(cancellationToken);
        var (warned, quietSince) = (open.Select(alert => alert.DeviceId).ToHashSet(StringComparer.Ordinal), now - DevicePatience.Least);
        var rows = await database.Devices.AsNoTracking()
            .Where(device => device.DisabledAt == null && device.LastSeen != null && (device.LastSeen < quietSince || warned.Contains(device.DeviceId)))
            .Select(device => new { device.DeviceId, device.UserId, device.PlantId, device.Config, device.IntervalSeconds, LastSeen = device.LastSeen!.Value })
            .ToListAsync(cancellationToken);
        var devices = rows.ToDictionary(
            row => row.DeviceId,
            row => new Suspect(row.DeviceId, row.UserId, PlantsOf(row.PlantId, row.Config), row.IntervalSeconds, row.LastSeen),
            StringComparer.Ordinal);

        // step 2: what the plants are called, those that somebody still looks after
        var silent = devices.Values.Where(IsSilent).ToList();
        var ids = open.Select(alert => alert.PlantId).Concat(silent.SelectMany(device => device.Plants)).ToHashSet();
        var plants = await database.Plants.AsNoTracking()
            .Where(plant => ids.Contains(plant.Id) && plant.Active)
            .Select(plant => new { plant.Id, plant.UserId, plant.Name })
            .ToDictionaryAsync(plant => plant.Id, cancellationToken);

        // step 3: end what is so no longer
        var changed = new List<Alert>();
        foreach (var alert in open.Where(alert => !plants.ContainsKey(alert.PlantId) || !IsStillSo(alert, devices.GetValueOrDefault(alert.DeviceId))))
        {
            (alert.State, alert.ResolvedAt) = (AlertState.Resolved, now);
            changed.Add(alert);
        }

        // step 4: begin what is so now, but for what a person has ended since the device last spoke
        var known = open.Select(alert => (alert.DeviceId, alert.PlantId)).ToHashSet();
        var ended = await EndedByPeopleAsync(silent, cancellationToken);
        foreach (var device in silent)
        {
            foreach (var plantId in device.Plants)
            {
                if (plants.GetValueOrDefault(plantId)?.UserId == device.UserId
                    && !known.Contains((device.DeviceId, plantId))
                    && !(ended.TryGetValue((device.DeviceId, plantId), out var openedAt) && openedAt > device.LastSeen))
                {
                    changed.Add(Begin(device, plantId));
                }
            }
        }

        // step 5: keep it
        await database.SaveChangesAsync(cancellationToken);
        return [.. changed.Select(alert => alert.ToChange(plants.GetValueOrDefault(alert.PlantId)?.Name ?? ""))];
    }

    private static HashSet<Guid> PlantsOf(Guid? own, DeviceConfig config) =>
    [
        .. new[] { own }.OfType<Guid>(),
        .. config.Channels?.Values.Select(channel => channel.PlantId) ?? [],
        .. config.Sensors?.Values.Select(sensor => sensor.PlantId) ?? [],
    ];

    private static bool IsStillSo(Alert alert, Suspect? device) =>
        device is not null && device.LastSeen <= alert.OpenedAt && device.Plants.Contains(alert.PlantId);

    private bool IsSilent(Suspect device)
    {
        var heard = device.LastSeen > since ? device.LastSeen : since;
        return now - heard > DevicePatience.With(device.IntervalSeconds);
    }

    // When the last of them began, by device and plant.
    private async Task<Dictionary<(string DeviceId, Guid PlantId), DateTimeOffset>> EndedByPeopleAsync(List<Suspect> silent, CancellationToken cancellationToken)
    {
        if (silent.Count == 0)
        {
            return [];
        }

        var (names, oldest) = (silent.Select(device => device.DeviceId).ToList(), silent.Min(device => device.LastSeen));
        var ended = await database.Alerts.AsNoTracking()
            .Where(alert => alert.Kind == AlertKind.Silent && alert.ResolvedBy != null && alert.OpenedAt > oldest && names.Contains(alert.DeviceId))
            .Select(alert => new { alert.DeviceId, alert.PlantId, alert.OpenedAt })
            .ToListAsync(cancellationToken);
        return ended.GroupBy(alert => (alert.DeviceId, alert.PlantId)).ToDictionary(alerts => alerts.Key, alerts => alerts.Max(alert => alert.OpenedAt));
    }

    private Alert Begin(Suspect device, Guid plantId)
    {
        var alert = new Alert
        {
            UserId = device.UserId,
            PlantId = plantId,
            DeviceId = device.DeviceId,
            Kind = AlertKind.Silent,
            State = AlertState.Open,
            OpenedAt = now,
        };
        database.Add(alert);
        return alert;
    }

    private sealed record Suspect(string DeviceId, Guid UserId, HashSet<Guid> Plants, double? IntervalSeconds, DateTimeOffset LastSeen);
}
