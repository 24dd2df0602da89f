using PlantCare.Contracts.Data;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;

namespace PlantCare.Api.Data;

/// <summary>Newest values as a row for each plant, the plants by name.</summary>
internal static class LatestRows
{
    /// <summary>So many owners' readings are asked for at once.</summary>
    private const int AtOnce = 8;

    /// <summary>The newest values of all that a request is about, an owner at a time.</summary>
    public static async Task<IReadOnlyList<StoredValue>> ReadAsync(
        IReadingStore store, ReadableReadings readable, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (readable.Shared.Count == 0)
        {
            return await store.LatestAsync(readable.Scope, since, cancellationToken);
        }

        var all = new List<StoredValue>();
        foreach (var some in readable.Shared.Prepend(readable.Scope).Chunk(AtOnce))
        {
            var found = await Task.WhenAll(some.Select(scope => store.LatestAsync(scope, since, cancellationToken)));
            all.AddRange(found.SelectMany(values => values));
        }

        return all;
    }

    public static List<LatestRow> Of(IReadOnlyList<StoredValue> values, ReadableReadings readable)
    {
        var rows = new List<LatestRow>();
        foreach (var plant in values.GroupBy(value => value.PlantId))
        {
            if (!readable.Plants.TryGetValue(plant.Key, out var label))
            {
                // Deleted at this very moment.
                continue;
            }

            var newest = plant.MaxBy(value => value.Time);
            var metrics = new SortedDictionary<string, MetricValue>(StringComparer.Ordinal);
            var times = new SortedDictionary<string, DateTimeOffset>(StringComparer.Ordinal);
            foreach (var value in plant.OrderBy(value => value.Time))
            {
                metrics[value.Metric] = value.Value;
                times[value.Metric] = value.Time;
            }

            rows.Add(new LatestRow(newest.Time, plant.Key, label.UserId, newest.DeviceId, label.Name, label.Location, metrics.AsReadOnly(), times.AsReadOnly()));
        }

        rows.Sort((one, other) => string.CompareOrdinal(one.PlantName, other.PlantName) is not 0 and var order ? order : one.PlantId.CompareTo(other.PlantId));
        return rows;
    }
}
