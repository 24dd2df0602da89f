using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>Sums up single readings for roll-ups: everybody's, by device and hour. It counts as <see cref="RawSums"/> does.</summary>
internal sealed class HourSums(InfluxHttp http, ValuePages values)
{
    /// <summary>For an hour of everybody's readings.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>Sums up whole hours, of one plant or of all.</summary>
    public async Task<DeviceSums> SumAsync(InfluxRange hours, (Guid User, Guid Plant)? only, CancellationToken cancellationToken)
    {
        var sums = only is { } one
            ? await SumAsync(hours, one.User, one.Plant, cancellationToken)
            : await SumAsync(hours, user: null, plant: null, cancellationToken);

        // A reading that stands in two series counts once: such hours are summed up from their single values.
        foreach (var hour in sums.Overlapping)
        {
            sums.Hours.Remove(hour);
            var range = new InfluxRange(hour.Start, hour.Start + InfluxHours.Length);
            var single = new ReadingQuery(new ReadingScope(hour.User, [hour.Plant], hour.Device), range.ToTimeRange());
            await foreach (var value in values.ReadAsync(single, cancellationToken))
            {
                if (value.Value.TryGetNumber(out var number))
                {
                    sums.Add(hour, value.Metric, number);
                }
            }
        }

        // What a line cannot carry is left to the single values.
        foreach (var (hour, metrics) in sums.Hours)
        {
            if (!LineProtocol.IsTag(hour.Device) || metrics.Values.Any(sum => !double.IsFinite(sum.Mean)))
            {
                sums.Unsummable.Add(hour.OfPlant);
            }
        }

        return sums;
    }

    private async Task<DeviceSums> SumAsync(InfluxRange hours, Guid? user, Guid? plant, CancellationToken cancellationToken)
    {
        try
        {
            var sums = new DeviceSums();
            var columns = string.Join(", ", SeriesSums.Functions.Select(function => $"{function}(*)"));
            var statement = Statement($"SELECT {columns}", "time(1h), * fill(none)", hours, user, plant);
            await http.QueryAsync("roll_up", statement, sums, Timeout, cancellationToken);
            return sums;
        }
        catch (InfluxException failure) when (failure.Fault == InfluxFault.Unreadable)
        {
            // 1.x cannot say 'infinite' in JSON, and breaks off where a sum has become so: it is looked for, and left alone.
            return await SumApartAsync(hours, user, plant, cancellationToken);
        }
    }

    private async Task<DeviceSums> SumApartAsync(InfluxRange hours, Guid? user, Guid? plant, CancellationToken cancellationToken)
    {
        var all = new DeviceSums();
        if (user is { } owner && plant is { } alone)
        {
            for (var start = hours.From; start < hours.To; start += InfluxHours.Length)
            {
                all.Unsummable.Add(new PlantHour(owner, alone, start));
            }

            return all;
        }

        var found = new Ids(user is null ? "user_id" : "plant_id");
        await http.QueryAsync("roll_up", Statement("SELECT count(*)", found.Tag, hours, user, plant), found, Timeout, cancellationToken);
        foreach (var id in found.All)
        {
            all.Take(user is null
                ? await SumAsync(hours, id, plant: null, cancellationToken)
                : await SumAsync(hours, user, id, cancellationToken));
        }

        return all;
    }

    private static InfluxQuery Statement(string select, string groups, InfluxRange hours, Guid? user, Guid? plant)
    {
        if (user is { } owner)
        {
            var scope = new ReadingScope(owner, plant is { } one ? [one] : null);
            return InfluxQuery.Of($"{select} FROM {LineProtocol.Measurement} WHERE {{where}} GROUP BY {groups}", scope, hours);
        }

        return InfluxQuery.OfAll($"{select} FROM {LineProtocol.Measurement} WHERE {{where}} GROUP BY {groups}", hours);
    }

    private sealed class Ids(string tag) : IInfluxRows
    {
        public string Tag => tag;

        public HashSet<Guid> All { get; } = [];

        public void Begin(InfluxSeries series)
        {
            if (series.IdIn(tag) is { } id)
            {
                All.Add(id);
            }
        }

        public void Add(ReadOnlySpan<MetricValue?> row)
        {
            // Who has any is all that is asked.
        }
    }
}
