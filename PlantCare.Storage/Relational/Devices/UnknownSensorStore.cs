using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Metrics;
using PlantCare.Storage.Relational.Conversions;

namespace PlantCare.Storage.Relational.Devices;

/// <summary>Keeps sensors that nobody has adopted in the database.</summary>
internal sealed class UnknownSensorStore(SystemWork system) : IUnknownSensors
{
    public Task NoteAsync(IReadOnlyList<UnknownSensor> sensors, CancellationToken cancellationToken) => system.RunAsync(async context =>
    {
        foreach (var heard in sensors.GroupBy(sensor => (sensor.GatewayId, sensor.UserId)))
        {
            // step 1: whose they are; the gateway may have gone, or to somebody else, while they were under way
            var gateway = await context.Devices.AsNoTracking().SingleOrDefaultAsync(
                device => device.DeviceId == heard.Key.GatewayId && device.UserId == heard.Key.UserId, cancellationToken);
            if (gateway is null)
            {
                continue;
            }

            // step 2: the newest of each that has no plant yet
            var adopted = (gateway.Config.Sensors?.Keys ?? []).Select(SensorName.Normalize).ToHashSet(StringComparer.Ordinal);
            var newest = heard
                .GroupBy(sensor => SensorName.Normalize(NameOf(sensor)), StringComparer.Ordinal)
                .Where(group => !adopted.Contains(group.Key))
                .ToDictionary(group => group.Key, group => group.MaxBy(sensor => sensor.SeenAt)!, StringComparer.Ordinal);
            await WriteAsync(context, gateway, newest, cancellationToken);

            // step 3: only so many
            await context.GatewaySensors
                .Where(sensor => sensor.DeviceRowId == gateway.Id)
                .OrderByDescending(sensor => sensor.LastSeen)
                .ThenByDescending(sensor => sensor.Id)
                .Skip(IUnknownSensors.MaxPerGateway)
                .ExecuteDeleteAsync(cancellationToken);
        }
    });

    // What is compared is what is stored, or a name that no database takes would be new for ever.
    private static string NameOf(UnknownSensor sensor) => StorableText.Clean(sensor.Name, SensorName.MaxLength);

    private static Dictionary<string, JsonElement> Written(IReadOnlyList<Measurement> measurements) => measurements.ToDictionary(
        measurement => measurement.Metric,
        measurement => measurement.Value.Kind switch
        {
            MetricKind.Number => JsonSerializer.SerializeToElement(measurement.Value.Number),
            MetricKind.Boolean => JsonSerializer.SerializeToElement(measurement.Value.Boolean),
            _ => JsonSerializer.SerializeToElement(StorableText.Clean(measurement.Value.Text)),
        },
        StringComparer.Ordinal);

    private static async Task WriteAsync(
        PlantCareContext context, Device gateway, Dictionary<string, UnknownSensor> newest, CancellationToken cancellationToken)
    {
        // A name may be written otherwise than it was the first time, so the database cannot look for it; only the rows that change are read whole.
        var names = await context.GatewaySensors
            .Where(row => row.DeviceRowId == gateway.Id)
            .Select(row => new { row.Id, row.Sensor })
            .ToListAsync(cancellationToken);
        var ids = names.Where(row => newest.ContainsKey(SensorName.Normalize(row.Sensor))).Select(row => row.Id).ToList();
        foreach (var row in await context.GatewaySensors.Where(row => ids.Contains(row.Id)).ToListAsync(cancellationToken))
        {
            if (newest.Remove(SensorName.Normalize(row.Sensor), out var sensor) && sensor.SeenAt >= row.LastSeen)
            {
                row.Dialect = sensor.Dialect;
                row.Topic = StorableText.Clean(sensor.Topic, GatewaySensor.LongestTopic);
                row.Payload = sensor.Payload.ToArray();
                row.Measurements = Written(sensor.Measurements);
                row.LastSeen = sensor.SeenAt;
            }
        }

        context.GatewaySensors.AddRange(newest.Values.Select(sensor => new GatewaySensor
        {
            UserId = sensor.UserId,
            DeviceRowId = gateway.Id,
            Sensor = NameOf(sensor),
            Dialect = sensor.Dialect,
            Topic = StorableText.Clean(sensor.Topic, GatewaySensor.LongestTopic),
            Payload = sensor.Payload.ToArray(),
            Measurements = Written(sensor.Measurements),
            FirstSeen = sensor.SeenAt,
            LastSeen = sensor.SeenAt,
        }));
        await context.SaveChangesAsync(cancellationToken);
    }
}
