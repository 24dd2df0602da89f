using PlantCare.Contracts.Plants;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Web.Components;
using PlantCare.Web.Readings;

namespace PlantCare.Web.Overview;

/// <summary>Turns values into what a person wants to know: is the plant well, and if not, what does it lack?</summary>
internal static class PlantJudge
{
    /// <summary>After so long without a word the values on a card no longer say how the plant is.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromHours(6);

    private static readonly Dictionary<string, int> Order =
        KnownMetrics.All.Select((metric, index) => (metric.Name, index)).ToDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);

    /// <summary>Judges the values of a plant, in the order in which people read them.</summary>
    public static IReadOnlyList<JudgedValue> Judge(
        PlantResponse plant, IEnumerable<(string Metric, MetricValue Value, DateTimeOffset Time)> values) =>
    [
        .. values
            .Select(value => Judge(plant, value.Metric, value.Value, value.Time))
            .OrderBy(value => Order.GetValueOrDefault(value.Metric, int.MaxValue))
            .ThenBy(value => value.Metric, StringComparer.Ordinal),
    ];

    /// <summary>The value that a card is about: soil moisture, else the first number with limits, else the first number.</summary>
    public static JudgedValue? Foremost(IReadOnlyList<JudgedValue> values) =>
        values.FirstOrDefault(value => value.Metric == KnownMetrics.SoilMoisture.Name && value.Value.Kind == MetricKind.Number)
        ?? values.FirstOrDefault(value => value.Value.Kind == MetricKind.Number && value.Threshold is not null)
        ?? values.FirstOrDefault(value => value.Value.Kind == MetricKind.Number);

    /// <summary>How the plant is.</summary>
    /// <param name="values">Its values, judged.</param>
    /// <param name="hasDevice">Whether any device is meant to measure it.</param>
    /// <param name="lastHeard">When anything was last heard of it.</param>
    /// <param name="now">Now.</param>
    public static Verdict Sum(IReadOnlyList<JudgedValue> values, bool hasDevice, DateTimeOffset? lastHeard, DateTimeOffset now)
    {
        if (lastHeard is not { } heard)
        {
            return hasDevice
                ? new Verdict(OverviewWords.WaitingForReading, "clock", Tone.Calm, Urgency: 1)
                : new Verdict(OverviewWords.NoDevice, "chip", Tone.Calm, Urgency: 1);
        }

        if (now - heard > Quiet)
        {
            return new Verdict(OverviewWords.Quiet, "signal", Tone.Warm, Urgency: 2);
        }

        var outside = values.Where(value => value.IsOutside).OrderByDescending(UrgencyOf).ToArray();
        if (outside is [var worst, ..])
        {
            var text = ReadingWords.Outside(worst.Metric, worst.Condition);
            return new Verdict(
                outside.Length == 1 ? text : OverviewWords.AndMore(text, outside.Length - 1), GlyphOf(worst), ToneOf(worst), UrgencyOf(worst));
        }

        // A raw count of soil moisture may hide anything: without it nobody can say that the plant is well.
        return values switch
        {
            _ when values.Any(value => value.IsRaw) => new Verdict(OverviewWords.NotCalibrated, "gauge", Tone.Calm, Urgency: 0),
            _ when values.Any(value => value.Condition == Condition.Good) => new Verdict(OverviewWords.Well, "check", Tone.Good, Urgency: 0),
            _ => new Verdict(OverviewWords.NoLimits, "gauge", Tone.Calm, Urgency: 0),
        };
    }

    /// <summary>The colours for a value outside its limits.</summary>
    public static Tone ToneOf(JudgedValue value) => (value.Metric, value.Condition) switch
    {
        ("soil_moisture", Condition.Low) => Tone.Thirsty,
        ("soil_moisture" or "humidity", Condition.High) => Tone.Cool,
        ("temperature" or "soil_temperature", Condition.Low) => Tone.Cool,
        (_, Condition.Low or Condition.High) => Tone.Warm,
        (_, Condition.Good) => Tone.Good,
        _ => Tone.Calm,
    };

    private static JudgedValue Judge(PlantResponse plant, string metric, MetricValue value, DateTimeOffset time)
    {
        var threshold = plant.Thresholds.GetValueOrDefault(metric);
        var raw = MetricText.IsRaw(metric, value);
        var condition = !raw && value.TryGetNumber(out var number) ? Conditions.Judge(number, threshold) : Condition.Unknown;
        return new JudgedValue(metric, value, time, condition, threshold, raw);
    }

    // What kills a plant soonest comes first.
    private static int UrgencyOf(JudgedValue value) => (value.Metric, value.Condition) switch
    {
        ("soil_moisture", Condition.Low) => 10,
        ("temperature", Condition.Low or Condition.High) => 9,
        ("soil_moisture", Condition.High) => 8,
        ("water_level", Condition.Low) => 7,
        (_, Condition.Low or Condition.High) => 5,
        _ => 0,
    };

    private static string GlyphOf(JudgedValue value) => (value.Metric, value.Condition) switch
    {
        ("soil_moisture", Condition.Low) => "drop-off",
        _ => Glyphs.ForMetric(value.Metric),
    };
}
