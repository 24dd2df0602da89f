using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Care;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Live;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Care;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Ingest.Alerts.Silence;

/// <summary>
/// Begins an alert for each plant whose device, or sensor behind a gateway, has said nothing for longer than it may, and ends those where it has
/// spoken again. All that it goes by is in the database: it may be any worker's, before or after a restart.
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
        var devices = await SuspectsAsync(warned, quietSince, cancellationToken);

        // step 2: what the plants are called, those that somebody still looks after
        var silent = devices.Values.SelectMany(SilenceOf).ToList();
        var ids = open.Select(alert => alert.PlantId).Concat(silent.Select(silence => silence.PlantId)).ToHashSet();
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

        // step 4: begin what is so now, but for what a person has ended since it was last heard
        var known = open.Select(alert => (alert.DeviceId, alert.PlantId)).ToHashSet();
        var ended = await EndedByPeopleAsync(silent, cancellationToken);
        foreach (var silence in silent)
        {
            var key = (silence.Device.DeviceId, silence.PlantId);
            if (plants.GetValueOrDefault(silence.PlantId)?.UserId == silence.Device.UserId
                && !known.Contains(key)
                && !(ended.TryGetValue(key, out var openedAt) && openedAt > silence.LastSeen))
            {
                changed.Add(Begin(silence.Device, silence.PlantId));
            }
        }

        // step 5: keep it
        await database.SaveChangesAsync(cancellationToken);
        return [.. changed.Select(alert => alert.ToChange(plants.GetValueOrDefault(alert.PlantId)?.Name ?? ""))];
    }

    private async Task<Dictionary<string, Suspect>> SuspectsAsync(
        HashSet<string> warned, DateTimeOffset quietSince, CancellationToken cancellationToken)
    {
        var sensorsQuietSince = now - DevicePatience.LeastWithSensor;
        var rows = await database.Devices.AsNoTracking()
            .Where(device => device.DisabledAt == null && device.LastSeen != null)
            .Where(device => device.LastSeen < quietSince || warned.Contains(device.DeviceId)
                || database.SensorStates.Any(state => state.DeviceRowId == device.Id && state.LastSeen < sensorsQuietSince))
            .Select(device => new { device.Id, device.DeviceId, device.UserId, device.PlantId, device.Config, device.IntervalSeconds, LastSeen = device.LastSeen!.Value })
            .ToListAsync(cancellationToken);
        var gateways = rows.Where(row => row.Config.Sensors is { Count: > 0 }).Select(row => row.Id).ToList();
        var sensors = gateways.Count == 0
            ? []
            : await database.SensorStates.AsNoTracking().Where(state => gateways.Contains(state.DeviceRowId)).ToListAsync(cancellationToken);
        var states = sensors.ToLookup(state => state.DeviceRowId);
        return rows.ToDictionary(
            row => row.DeviceId,
            row => new Suspect(row.DeviceId, row.UserId, VoicesOf(Voice.OfDevice(row.LastSeen, row.IntervalSeconds), row.PlantId, row.Config, states[row.Id])),
            StringComparer.Ordinal);
    }

    // A sensor that has not been heard since it was adopted may yet be brought home: nobody misses it.
    private static Dictionary<Guid, IReadOnlyList<Voice>> VoicesOf(Voice device, Guid? own, DeviceConfig config, IEnumerable<SensorState> states)
    {
        var heard = states.ToDictionary(state => state.Sensor, StringComparer.Ordinal);
        var sensors = (config.Sensors ?? new Dictionary<string, AdoptedSensor>())
            .Select(pair => (pair.Value.PlantId, State: heard.GetValueOrDefault(SensorName.Normalize(pair.Key))))
            .ToLookup(sensor => sensor.PlantId, sensor => sensor.State);
        return new[] { own }.OfType<Guid>()
            .Concat(config.Channels?.Values.Select(channel => channel.PlantId) ?? [])
            .Concat(sensors.Select(plant => plant.Key))
            .Distinct()
            .ToDictionary(plant => plant, IReadOnlyList<Voice> (plant) =>
                [device, .. sensors[plant].OfType<SensorState>().Select(state => Voice.OfSensor(state.LastSeen, state.IntervalSeconds))]);
    }

    private static bool IsStillSo(Alert alert, Suspect? device) =>
        device?.Plants.GetValueOrDefault(alert.PlantId) is { } voices
        && (voices[0].LastSeen <= alert.OpenedAt || voices.Skip(1).Any(voice => voice.IsSilentSince(alert.OpenedAt)));

    private IEnumerable<Silence> SilenceOf(Suspect device)
    {
        foreach (var (plantId, voices) in device.Plants)
        {
            if (voices.Where(voice => voice.IsSilent(now, since)).Select(voice => (DateTimeOffset?)voice.LastSeen).Max() is { } lastSeen)
            {
                yield return new Silence(device, plantId, lastSeen);
            }
        }
    }

    // When the last of them began, by device and plant.
    private async Task<Dictionary<(string DeviceId, Guid PlantId), DateTimeOffset>> EndedByPeopleAsync(List<Silence> silent, CancellationToken cancellationToken)
    {
        if (silent.Count == 0)
        {
            return [];
        }

        var (names, oldest) = (silent.Select(silence => silence.Device.DeviceId).Distinct().ToList(), silent.Min(silence => silence.LastSeen));
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

    // Of what is silent there, what was heard last.
    private sealed record Silence(Suspect Device, Guid PlantId, DateTimeOffset LastSeen);
}
