using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Readings;

namespace PlantCare.Tests.Storage;

/// <summary>
/// Readings such as come in a few days: of several plants and devices, numbers and others, with hours of silence, plants that are
/// renamed, and some that are delivered again after that.
/// </summary>
internal sealed class RandomHistory
{
    private static readonly string?[] Metrics = [null, null, "temperature", "lighting", "mode", "nothing"];
    private static readonly double[] Widths = [0.5, 1, 1, 2, 24];

    private readonly List<PlantLabel> _plants;
    private readonly DateTimeOffset _start;
    private readonly int _hours;

    public RandomHistory(Random random, Guid user, DateTimeOffset start, int hours)
    {
        (_start, _hours) = (start, hours);
        _plants = [.. Enumerable.Range(0, 3).Select(i => new PlantLabel(Guid.CreateVersion7(), user, $"Plant {i}", "Kitchen"))];
        for (var minute = 0; minute < hours * 60; minute += random.Next(1, 9))
        {
            // Every seventh hour is silent.
            if (minute / 60 % 7 != 3)
            {
                Add(random, minute);
            }
        }
    }

    /// <summary>In the order in which they are delivered.</summary>
    public List<Reading> Readings { get; } = [];

    /// <summary>A question about some of them.</summary>
    public AggregateQuery Query(Random random)
    {
        var from = _start.AddMinutes(random.Next(-120, _hours * 30));
        var to = from.AddMinutes(random.Next(1, _hours * 60));
        var scope = new ReadingScope(
            _plants[0].UserId,
            random.Next(3) == 0 ? [_plants[random.Next(_plants.Count)].Id] : null,
            random.Next(4) == 0 ? $"device-{random.Next(3)}" : null);
        return new AggregateQuery(scope, new TimeRange(from, to), TimeSpan.FromHours(Widths[random.Next(Widths.Length)]), Metrics[random.Next(Metrics.Length)]);
    }

    private void Add(Random random, int minute)
    {
        var index = random.Next(_plants.Count);
        if (random.Next(60) == 0)
        {
            _plants[index] = _plants[index] with { Name = $"Plant {index} in minute {minute}" };
        }

        var time = _start.AddMinutes(minute).AddMilliseconds(random.Next(60_000));
        Readings.Add(new Reading(_plants[index], $"device-{random.Next(3)}", time, [.. Measurements(random)]));
        if (Readings.Count > 5 && random.Next(20) == 0)
        {
            var again = Readings[^random.Next(1, 5)];
            Readings.Add(again with { Plant = _plants.Single(plant => plant.Id == again.Plant.Id) });
        }
    }

    private static IEnumerable<Measurement> Measurements(Random random)
    {
        yield return new("temperature", MetricValue.Of(random.Next(-100, 400) / 10.0));
        if (random.Next(2) == 0)
        {
            yield return new("watering", MetricValue.Of(random.Next(2) == 0));
            yield return new("lighting", random.Next(3) == 0 ? MetricValue.Of(0.5) : MetricValue.Of("ON"));
        }

        if (random.Next(3) == 0)
        {
            yield return new("mode", random.Next(2) == 0 ? MetricValue.Of("eco") : MetricValue.Of((double)random.Next(9)));
        }
    }
}
