using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>
/// Erases what belongs to somebody. Whoever rolls hours up meanwhile may have read the readings before they went and write their sums
/// after the sums went: so that it looks again, <c>sensor_erased</c> says that something was erased, and when, but not what.
/// </summary>
internal sealed class InfluxEraser(InfluxHttp http, TimeProvider time)
{
    private const string Erased = "sensor_erased";

    /// <summary>Erases a scope's readings, then what was made of them.</summary>
    public async Task EraseAsync(ReadingScope scope, CancellationToken cancellationToken)
    {
        // DELETE takes conditions on tags and time; a statement for each plant keeps them plain.
        List<ReadingScope> parts = scope.PlantIds is { } plants ? [.. plants.Select(plant => scope with { PlantIds = [plant] })] : [scope];
        foreach (var part in parts)
        {
            await DeleteAsync(LineProtocol.Measurement, part, range: null, cancellationToken);
        }

        await SayAsync(cancellationToken);
        foreach (var part in parts)
        {
            await EraseRollUpsAsync(part, range: null, cancellationToken);
        }
    }

    /// <summary>Erases what was made of a plant's or a device's readings.</summary>
    public async Task EraseRollUpsAsync(ReadingScope scope, InfluxRange? range, CancellationToken cancellationToken)
    {
        await DeleteAsync(RollUpLines.Hourly, scope, range, cancellationToken);
        if (scope.DeviceId is null)
        {
            // Marks are a plant's.
            await DeleteAsync(RollUpLines.Late, scope, range, cancellationToken);
        }
    }

    /// <summary>Whether anything was erased since a time, Unix milliseconds, as far as clocks agree.</summary>
    public async Task<bool> AnySinceAsync(long since, CancellationToken cancellationToken)
    {
        var rows = new Rows();
        var range = new InfluxRange(since - RollUpLines.Doubt, long.MaxValue);
        await http.QueryAsync("roll_up", InfluxQuery.OfAll($"SELECT at FROM {Erased} WHERE {{where}}", range), rows, InfluxHttp.QueryTimeout, cancellationToken);
        return rows.Any;
    }

    private Task DeleteAsync(string measurement, ReadingScope scope, InfluxRange? range, CancellationToken cancellationToken) =>
        http.ExecuteAsync("erase", InfluxQuery.Of($"DELETE FROM {measurement} WHERE {{where}}", scope, range), InfluxHttp.EraseTimeout, cancellationToken);

    private async Task SayAsync(CancellationToken cancellationToken)
    {
        using var buffer = new PooledBuffer(64);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        buffer.Write("sensor_erased at="u8);
        LineProtocol.AppendInteger(buffer, now);
        buffer.Write("i "u8);
        LineProtocol.AppendInteger(buffer, now);
        buffer.Write("\n"u8);
        await http.WriteAsync(buffer[..], cancellationToken);
    }

    private sealed class Rows : IInfluxRows
    {
        public bool Any { get; private set; }

        public void Begin(InfluxSeries series)
        {
            // That there is a row is all that is asked.
        }

        public void Add(ReadOnlySpan<MetricValue?> row) => Any = true;
    }
}
