using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;

namespace PlantCare.Domain.Care;

/// <summary>What a value does to the alert about its metric.</summary>
/// <param name="Ends">Whether the one that is open is over.</param>
/// <param name="Begins">What begins with this value; null for nothing.</param>
/// <param name="Limit">The limit that was crossed, in the metric's unit.</param>
public readonly record struct Verdict(bool Ends, AlertKind? Begins = null, double? Limit = null);

/// <summary>
/// Judges the values of one metric, as one device measures it of one plant, one after another. An alert begins when values have been outside
/// for as long as the threshold says, and ends when they have come back by its hysteresis: a value that trembles around the limit warns once.
/// </summary>
public sealed class ThresholdJudge
{
    /// <summary>Above it, soil moisture is raw counts of a probe without calibration, which are no % (docs/decisions/0007).</summary>
    private const double MostPercent = 100;

    private AlertKind? _outside;
    private DateTimeOffset _since;
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private bool _isMuted;

    /// <summary>The alert that is open; null for none.</summary>
    public AlertKind? Open { get; private set; }

    /// <summary>What the store knows: an alert that was opened before this judge came, or none any more, because a person has ended it.</summary>
    /// <param name="open">The open alert; null for none.</param>
    public void Remember(AlertKind? open)
    {
        // Who ends an alert knows of it: it begins again only after all was well.
        _isMuted = open is null && (_isMuted || Open is not null);
        Open = open;
    }

    /// <summary>Whether a value can be judged at all.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="value">Its value.</param>
    public static bool CanJudge(string metric, double value) => metric != KnownMetrics.SoilMoisture.Name || value <= MostPercent;

    /// <summary>Judges a value; one that is older than another that was judged says nothing.</summary>
    /// <param name="value">The value, in the metric's unit.</param>
    /// <param name="at">When it was measured, UTC.</param>
    /// <param name="threshold">What the plant wants; null for nothing in particular.</param>
    public Verdict Judge(double value, DateTimeOffset at, Threshold? threshold)
    {
        if (at <= _last)
        {
            return default;
        }

        // step 1: is it over?
        _last = at;
        var ends = Open is not null && IsWellAgain(value, threshold);
        if (Open is not null && !ends)
        {
            return default;
        }

        // step 2: on which side of the limits is it, and since when?
        Open = null;
        var side = Conditions.Judge(value, threshold) switch
        {
            Condition.Low => AlertKind.Low,
            Condition.High => AlertKind.High,
            _ => (AlertKind?)null,
        };
        if (side != _outside)
        {
            (_outside, _since) = (side, at);
        }

        // step 3: for long enough?
        _isMuted &= side is not null;
        if (side is null || _isMuted || at - _since < threshold!.For)
        {
            return new Verdict(ends);
        }

        Open = side;
        return new Verdict(ends, side, side == AlertKind.Low ? threshold.Min : threshold.Max);
    }

    private bool IsWellAgain(double value, Threshold? threshold) => Open == AlertKind.High
        ? threshold?.Max is not { } max || value <= max - threshold.Hysteresis
        : threshold?.Min is not { } min || value >= min + threshold.Hysteresis;
}
