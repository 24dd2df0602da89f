using System.Globalization;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Readings.Influx;

namespace PlantCare.Benchmarks.Query;

/// <summary>
/// A month of readings of five metrics, written as Ingest writes them: every plant's, time after time. Nine plants of ten are other people's.
/// </summary>
internal sealed class StoredHistory
{
    /// <summary>How many plants an owner has.</summary>
    public const int PlantsPerOwner = 100;

    /// <summary>How long readings are kept.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private const int Owners = 10;
    private const int Batch = 5_000;
    private const int Writers = 2;

    // A little less than what is kept, so that nothing grows too old while it is written.
    private static readonly TimeSpan Reach = Retention - TimeSpan.FromHours(2);

    private readonly PlantLabel[] _plants;
    private readonly DateTimeOffset _end;
    private readonly TimeSpan _interval;
    private readonly int _points;

    private StoredHistory(IEnumerable<PlantLabel> own, int points, DateTimeOffset end)
    {
        _plants = [.. own, .. Enumerable.Range(1, Owners - 1).SelectMany(OthersPlants)];
        (_points, _end, _interval) = (points, end, Reach / Math.Max(1, points / _plants.Length));
    }

    /// <summary>Writes so many points, of which a tenth belongs to the owner.</summary>
    public static Task WriteAsync(InfluxReadingStore store, IEnumerable<PlantLabel> own, int points)
    {
        var history = new StoredHistory(own, points, TimeProvider.System.GetUtcNow());
        return Parallel.ForEachAsync(
            Enumerable.Range(0, points).Chunk(Batch),
            new ParallelOptions { MaxDegreeOfParallelism = Writers },
            async (numbers, cancellationToken) =>
            {
                var result = await store.WriteAsync([.. numbers.Select(history.Reading)], cancellationToken);
                if (!result.IsStored || result.Refused.Count > 0)
                {
                    throw new InvalidOperationException($"InfluxDB did not take everything: {result.NotNowBecause ?? result.Refused[0].Detail}");
                }
            });
    }

    private static IEnumerable<PlantLabel> OthersPlants(int owner)
    {
        var userId = Guid.CreateVersion7();
        return Enumerable.Range(0, PlantsPerOwner)
            .Select(i => new PlantLabel(Guid.CreateVersion7(), userId, string.Create(CultureInfo.InvariantCulture, $"Plant {owner}-{i}"), "Elsewhere"));
    }

    private Reading Reading(int number)
    {
        var plant = _plants[number % _plants.Length];
        var step = number / _plants.Length;
        var time = _end - Reach + (step * _interval);
        return new Reading(plant, $"probe-{plant.Id:N}", DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds()),
        [
            new("temperature", MetricValue.Of(18 + (Mix(number, 1) % 80 / 10.0))),
            new("humidity", MetricValue.Of(40 + (Mix(number, 2) % 300 / 10.0))),
            new("soil_moisture", MetricValue.Of(60 - (step % 400 / 10.0))),
            new("light", MetricValue.Of(Mix(number, 3) % 20_000)),
            new("battery", MetricValue.Of(Math.Max(5, 100 - (step / 200)))),
        ]);
    }

    // Values that do not compress to nothing, and are the same in every run.
    private static uint Mix(int number, uint salt) => (((uint)number * 2_654_435_761) + (salt * 40_503)) >> 8;
}
