using PlantCare.Contracts.Alerts;
using PlantCare.Domain.Care;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Web.Components;
using PlantCare.Web.Readings;

namespace PlantCare.Web.Tending;

/// <summary>Alerts as people read them.</summary>
internal static class AlertText
{
    /// <summary>What it is, in a word or two, such as <c>Thirsty</c>.</summary>
    public static string Title(AlertResponse alert) => (alert.Kind, alert.Metric) switch
    {
        (AlertKind.Low, { } metric) => ReadingWords.Outside(metric, Condition.Low),
        (AlertKind.High, { } metric) => ReadingWords.Outside(metric, Condition.High),
        (AlertKind.Battery, _) => TendingWords.AlertBattery,
        _ => TendingWords.AlertSilent,
    };

    /// <summary>The limit that was crossed; null where there is none.</summary>
    public static string? Limit(AlertResponse alert) => alert is { Kind: AlertKind.Low or AlertKind.High, Metric: { } metric, Limit: { } limit }
        ? TendingWords.AlertLimit(alert.Kind, MetricText.Label(metric), MetricText.WithUnit(metric, MetricValue.Of(limit)))
        : null;

    /// <summary>Whether water ends it.</summary>
    public static bool IsThirst(AlertResponse alert) => alert is { Kind: AlertKind.Low, Metric: "soil_moisture" };

    /// <summary>The sign that goes with it.</summary>
    public static string Glyph(AlertResponse alert) => alert.Kind switch
    {
        AlertKind.Silent => "signal",
        AlertKind.Battery => "battery",
        _ => "alert",
    };

    /// <summary>The colours that go with it: who knows already is not shouted at.</summary>
    public static Tone ToneOf(AlertResponse alert) => (alert.State, alert.Kind, alert.Metric) switch
    {
        (not AlertState.Open, _, _) => Tone.Calm,
        (_, AlertKind.Low, "soil_moisture") => Tone.Thirsty,
        (_, AlertKind.Low, _) => Tone.Cool,
        _ => Tone.Warm,
    };
}
