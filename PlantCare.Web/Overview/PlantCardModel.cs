using PlantCare.Contracts.Plants;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Sharing;
using PlantCare.Web.Charts;
using PlantCare.Web.Components;

namespace PlantCare.Web.Overview;

/// <summary>A plant as its card shows it. Never changed: news makes a new one, and cards whose model stayed are not drawn again.</summary>
/// <param name="Plant">The plant.</param>
/// <param name="Readings">Its newest values, in the order in which people read them.</param>
/// <param name="Main">The value that the card is about; null when there is none.</param>
/// <param name="Series">The last day of the main metric.</param>
/// <param name="Verdict">How it is, in a word.</param>
/// <param name="LastHeard">When anything was last heard of it; null when never.</param>
/// <param name="DeviceId">The device that was heard last, by its name on the wire; null when none was.</param>
/// <param name="HasDevice">Whether any device is meant to measure it.</param>
/// <param name="OpenAlerts">How many alerts about it nobody has acknowledged.</param>
public sealed record PlantCardModel(
    PlantResponse Plant,
    IReadOnlyList<JudgedValue> Readings,
    JudgedValue? Main,
    IReadOnlyList<SparkPoint> Series,
    Verdict Verdict,
    DateTimeOffset? LastHeard,
    string? DeviceId,
    bool HasDevice,
    int OpenAlerts = 0)
{
    /// <summary>Whether the reader may change the plant, and what measures it.</summary>
    public bool MayChange => Plant.Role is null or ShareRole.Owner;
}

/// <summary>One value and what to think of it.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Value">Its value.</param>
/// <param name="Time">When it was measured.</param>
/// <param name="Condition">How it stands; unknown for a raw count.</param>
/// <param name="Threshold">What it was held against.</param>
/// <param name="IsRaw">It is a probe's raw count.</param>
public sealed record JudgedValue(
    string Metric, MetricValue Value, DateTimeOffset Time, Condition Condition, Threshold? Threshold, bool IsRaw)
{
    /// <summary>Whether it is outside its limits.</summary>
    public bool IsOutside => Condition is Condition.Low or Condition.High;
}

/// <summary>How a plant is, in a word.</summary>
/// <param name="Text">The word or two.</param>
/// <param name="Glyph">The sign that goes with it.</param>
/// <param name="Tone">The colours that go with it.</param>
/// <param name="Urgency">Greater comes first; 0 means that nobody has to do anything.</param>
public sealed record Verdict(string Text, string Glyph, Tone Tone, int Urgency)
{
    /// <summary>Whether somebody should look after the plant.</summary>
    public bool NeedsAttention => Urgency > 0;
}
