using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Web.Readings;

namespace PlantCare.Web.Plants;

/// <summary>What a person writes about one metric's limits.</summary>
/// <param name="metric">The metric.</param>
public sealed class LimitInput(string metric)
{
    // What is kept beside the limits, such as how patient to be; nobody is asked for it here, and nobody loses it.
    private Threshold _kept = new();
    private (string Min, string Max) _shown = ("", "");
    private string _min = "";
    private string _max = "";

    /// <summary>The metric.</summary>
    public string Metric => metric;

    /// <summary>What it is called.</summary>
    public string Label => MetricText.Label(metric);

    /// <summary>The unit in which it is written.</summary>
    public string Unit => MetricText.Unit(metric, MetricValue.Of(0d));

    /// <summary>The lower limit as it is written; empty for none.</summary>
    public string Min
    {
        get => _min;
        set => (_min, Touched) = (value, true);
    }

    /// <summary>The upper limit as it is written; empty for none.</summary>
    public string Max
    {
        get => _max;
        set => (_max, Touched) = (value, true);
    }

    /// <summary>Whether somebody wrote here.</summary>
    public bool Touched { get; private set; }

    /// <summary>Whether there is no limit.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(Min) && string.IsNullOrWhiteSpace(Max);

    /// <summary>What is wrong with it, in words; null when nothing is.</summary>
    public string? Problem => (TryRead(Min, out var min), TryRead(Max, out var max)) switch
    {
        (false, _) or (_, false) => PlantWords.NotANumber(Label),
        _ when min >= max => PlantWords.Reversed(Label),
        _ => null,
    };

    /// <summary>Shows limits as they are.</summary>
    public void Show(Threshold? threshold)
    {
        _kept = threshold ?? new Threshold();
        _shown = (Write(_kept.Min), Write(_kept.Max));
        (_min, _max, Touched) = (_shown.Min, _shown.Max, false);
    }

    /// <summary>The limits as written; null for none. Only where there is no <see cref="Problem"/>.</summary>
    public Threshold? ToThreshold()
    {
        // What nobody wrote over stays as it is kept: in another unit it may have been shown rounded.
        var min = Min == _shown.Min ? _kept.Min : Keep(Min);
        var max = Max == _shown.Max ? _kept.Max : Keep(Max);

        // The way back must be shorter than half of what is between the limits, or all would never be well again.
        var hysteresis = min is { } low && max is { } high ? Math.Min(_kept.Hysteresis, (high - low) / 4) : _kept.Hysteresis;
        return IsEmpty ? null : _kept with { Min = min, Max = max, Hysteresis = hysteresis };
    }

    private string Write(double? value) => NumberText.Write(value is { } number ? ShownUnits.Show(metric, number) : null);

    private double? Keep(string text) => TryRead(text, out var written) && written is { } number ? ShownUnits.Keep(metric, number) : null;

    private static bool TryRead(string text, out double? value)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            value = null;
            return true;
        }

        var isNumber = NumberText.TryRead(text, out var number);
        value = isNumber ? number : null;
        return isNumber;
    }
}
