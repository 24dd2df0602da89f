using PlantCare.Contracts.Auth;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;

namespace PlantCare.Web.Readings;

/// <summary>
/// In which units values are shown: the person's own, all along their request or circuit, as its language is. Api and everything behind the
/// pages speak °C and lux; a value becomes the person's own where it becomes text (<see cref="MetricText"/>), and what the person writes
/// becomes ours again where it is read.
/// </summary>
internal static class ShownUnits
{
    private static readonly AsyncLocal<Choice?> Ambient = new();

    /// <summary>The units at hand; °C and lux where nobody has chosen.</summary>
    public static UserUnits Current => Ambient.Value?.Units ?? UserUnits.Default;

    /// <summary>Begins a request or a circuit of somebody who chose <paramref name="units"/>.</summary>
    public static void Begin(UserUnits units) => Ambient.Value = new Choice { Units = units };

    /// <summary>The person chose others: all that goes on in the same circuit has them from here on.</summary>
    public static void Change(UserUnits units)
    {
        if (Ambient.Value is { } choice)
        {
            choice.Units = units;
        }
        else
        {
            Begin(units);
        }
    }

    /// <summary>A metric's unit as it is shown; empty when it has none.</summary>
    public static string UnitOf(string metric) => Of(metric) switch
    {
        Kind.Fahrenheit => "°F",
        Kind.Ppfd => KnownMetrics.Ppfd.Unit,
        _ => KnownMetrics.Find(metric)?.Unit ?? "",
    };

    /// <summary>How many decimals a metric is shown with; null where that depends on the number.</summary>
    public static int? DecimalsOf(string metric) => Of(metric) is Kind.Ppfd ? null : KnownMetrics.Find(metric)?.Decimals;

    /// <summary>A value as it is shown.</summary>
    public static double Show(string metric, double value) => Of(metric) switch
    {
        Kind.Fahrenheit => Conversion.ToFahrenheit(value),
        Kind.Ppfd => Conversion.ToPpfd(value),
        _ => value,
    };

    /// <summary>A value as it is kept, from one that is shown or was written.</summary>
    public static double Keep(string metric, double shown) => Of(metric) switch
    {
        Kind.Fahrenheit => Conversion.ToCelsius(shown),
        Kind.Ppfd => Conversion.ToLux(shown),
        _ => shown,
    };

    /// <summary>Limits as they are shown; how far back a value must come is of no account to who looks.</summary>
    public static Threshold? Show(string metric, Threshold? limits) => limits is null || Of(metric) is Kind.AsKept
        ? limits
        : limits with { Min = Show(metric, limits.Min), Max = Show(metric, limits.Max) };

    private static double? Show(string metric, double? value) => value is { } number ? Show(metric, number) : null;

    private static Kind Of(string metric) => (KnownMetrics.Find(metric)?.Unit, Current) switch
    {
        ("°C", { Temperature: TemperatureUnit.Fahrenheit }) => Kind.Fahrenheit,
        ("lux", { Light: LightUnit.Ppfd }) => Kind.Ppfd,
        _ => Kind.AsKept,
    };

    private enum Kind
    {
        AsKept,
        Fahrenheit,
        Ppfd,
    }

    // A box, so that a change reaches what was begun before it.
    private sealed class Choice
    {
        public required UserUnits Units { get; set; }
    }
}
