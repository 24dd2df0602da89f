using System.Globalization;
using PlantCare.Domain.Metrics;

namespace PlantCare.Web.Readings;

/// <summary>Values as people read them, in the units that they chose (<see cref="ShownUnits"/>).</summary>
internal static class MetricText
{
    private const int MostDecimals = 4;

    // NumberFormatInfo's number for 'n %'.
    private const int NumberThenSpace = 0;

    /// <summary>What a metric is called; an unknown one keeps its own name, with spaces.</summary>
    public static string Label(string metric)
    {
        if ((MetricWords.Name(metric) ?? KnownMetrics.Find(metric)?.Label) is { } name)
        {
            return name;
        }

        var words = metric.Replace('_', ' ').Trim();
        return words.Length == 0 ? metric : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>The unit as shown: a thin line of its own, so that the number stands out.</summary>
    public static string Unit(string metric, MetricValue value) =>
        IsRaw(metric, value) ? "" : ShownUnits.UnitOf(metric) is var unit && unit == KnownMetrics.Humidity.Unit ? "%" : unit;

    /// <summary>The value without its unit, such as <c>23.4</c>, <c>raw 450</c>, <c>on</c>.</summary>
    public static string Value(string metric, MetricValue value) => value.Kind switch
    {
        MetricKind.Number when IsRaw(metric, value) => ReadingWords.Raw(Number(value.Number, decimals: 0)),
        MetricKind.Number => Shown(metric, ShownUnits.Show(metric, value.Number)),
        MetricKind.Boolean => value.Boolean ? ReadingWords.On : ReadingWords.Off,
        _ when value.Text.Equals("ON", StringComparison.OrdinalIgnoreCase) => ReadingWords.On,
        _ when value.Text.Equals("OFF", StringComparison.OrdinalIgnoreCase) => ReadingWords.Off,
        _ => value.Text,
    };

    /// <summary>The value with its unit, such as <c>23.4 °C</c>.</summary>
    public static string WithUnit(string metric, MetricValue value) =>
        Value(metric, value) + After(Unit(metric, value));

    /// <summary>A value in few words: without the decimals that say nothing, such as <c>15</c> for 15.0.</summary>
    public static string Short(string metric, double value) => IsRaw(metric, value)
        ? Value(metric, MetricValue.Of(value))
        : Brief(metric, ShownUnits.Show(metric, value));

    /// <summary>A number that is in the unit in which it is shown already, with that unit: of a chart, whose axis has round numbers of it.</summary>
    public static string ShownWithUnit(string metric, double shown) => IsRaw(metric, shown)
        ? Value(metric, MetricValue.Of(shown))
        : Shown(metric, shown) + After(Unit(metric, MetricValue.Of(shown)));

    /// <summary>A unit as it follows a number: set off by a thin space, but for <c>%</c> where the reader's language writes it close.</summary>
    public static string After(string unit) => unit switch
    {
        "" => "",
        "%" when NumberFormatInfo.CurrentInfo.PercentPositivePattern != NumberThenSpace => unit,
        _ => "\u202f" + unit,
    };

    /// <summary>Whether soil moisture is still the probe's raw count: nothing that a limit in % could judge.</summary>
    public static bool IsRaw(string metric, MetricValue value) =>
        value.TryGetNumber(out var number) && IsRaw(metric, number);

    /// <summary>Whether soil moisture is still the probe's raw count.</summary>
    public static bool IsRaw(string metric, double number) => metric == KnownMetrics.SoilMoisture.Name && number > KnownMetrics.SoilMoisture.Max;

    /// <summary>A number with thousands grouped, never <c>-0</c>.</summary>
    public static string Number(double number, int decimals) =>
        Number(number, decimals, "N" + decimals.ToString(CultureInfo.InvariantCulture));

    private static string Shown(string metric, double shown) => Number(shown, ShownUnits.DecimalsOf(metric) ?? DecimalsFor(shown));

    private static string Brief(string metric, double shown) =>
        Number(shown, ShownUnits.DecimalsOf(metric) ?? DecimalsFor(shown), "#,0." + new string('#', MostDecimals));

    private static string Number(double number, int decimals, string format)
    {
        var rounded = Math.Round(number, decimals, MidpointRounding.AwayFromZero);
        return (rounded == 0 ? 0 : rounded).ToString(format, CultureInfo.CurrentCulture);
    }

    private static int DecimalsFor(double number) => Math.Abs(number) switch
    {
        >= 100 => 0,
        _ when number == Math.Truncate(number) => 0,
        >= 10 => 1,
        _ => 2,
    };
}
