using System.Globalization;
using System.Text.Json;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;

namespace PlantCare.Ingest.Decoding;

/// <summary>Turns one member of a payload into a measurement.</summary>
internal static class MetricReader
{
    /// <summary>The longest text that a metric's value may be, in characters.</summary>
    public const int MaxTextLength = 256;

    /// <summary>The greatest raw count of a soil probe: a 12-bit converter's.</summary>
    public const double MaxRawCount = 4_095;

    private static readonly Dictionary<string, Metric> Known =
        KnownMetrics.All.ToDictionary(metric => metric.Name, Utf8NameComparer.Instance);

    private static readonly Dictionary<string, Metric>.AlternateLookup<ReadOnlySpan<byte>> KnownByUtf8 =
        Known.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The name that the reader stands on; null when it can name no metric. Known names cost no allocation.</summary>
    public static string? ReadName(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped && KnownByUtf8.TryGetValue(reader.ValueSpan, out var metric))
        {
            return metric.Name;
        }

        // A name of another length cannot be valid, and need not be made into a string to say so.
        if (reader.ValueSpan.Length > MetricName.MaxLength)
        {
            return null;
        }

        var name = reader.GetString()!;
        return MetricName.IsValid(name) ? name : null;
    }

    /// <summary>Reads the value that the reader stands on, as a value of <paramref name="name"/>.</summary>
    /// <param name="reader">Stands on the value; afterwards on its last token.</param>
    /// <param name="name">The metric.</param>
    /// <param name="calibration">Turns raw counts into %, if the device has one for this member.</param>
    /// <param name="value">The value; null when the member says nothing (null, or an object or array that is no metric).</param>
    /// <param name="rejection">What is wrong, if something is.</param>
    public static bool TryRead(
        ref Utf8JsonReader reader, string name, Calibration? calibration, out MetricValue? value, out Rejection? rejection)
    {
        value = null;
        rejection = null;
        var metric = Known.GetValueOrDefault(name);
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return true;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                reader.Skip();
                rejection = metric is null ? null : Bad(name, "is an object or an array");
                return rejection is null;
        }

        (value, rejection) = metric switch
        {
            null => ReadAny(ref reader, name),
            { Kind: MetricKind.Boolean } => ReadSwitch(ref reader) is { } on ? (MetricValue.Of(on), null) : (null, Bad(name, "must be true or false")),
            { Kind: MetricKind.Text } => ReadSwitch(ref reader) is { } on
                ? (MetricValue.Of(on ? "ON" : "OFF"), null)
                : (null, Bad(name, "must be ON or OFF")),
            _ => ReadNumber(ref reader, metric, calibration),
        };
        return rejection is null;
    }

    /// <summary>Reads a number of a known metric, as it stands there: neither calibrated nor held to its range.</summary>
    /// <param name="reader">Stands on the value.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="number">The number.</param>
    /// <returns>What is wrong, if something is.</returns>
    public static Rejection? ReadFinite(ref Utf8JsonReader reader, Metric metric, out double number)
    {
        if (!TryReadDouble(ref reader, out number))
        {
            return Bad(metric.Name, "must be a number");
        }

        return double.IsFinite(number) ? null : Bad(metric.Name, "is not a finite number");
    }

    /// <summary>Whether a number is possible.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="number">The number, in the metric's unit.</param>
    /// <param name="max">The greatest possible one.</param>
    /// <returns>What is wrong, if something is.</returns>
    public static Rejection? CheckRange(Metric metric, double number, double max) =>
        number >= metric.Min && number <= max
            ? null
            : new Rejection(
                RejectionReason.OutOfRange,
                string.Create(CultureInfo.InvariantCulture, $"{metric.Name} is {number:R}; possible is {metric.Min} to {max} {metric.Unit}").TrimEnd());

    private static (MetricValue?, Rejection?) ReadAny(ref Utf8JsonReader reader, string name)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.TryGetDouble(out var number) && double.IsFinite(number)
                    ? (MetricValue.Of(number), null)
                    : (null, Bad(name, "is not a finite number"));
            case JsonTokenType.String:
                var text = reader.GetString()!;
                return text.Length <= MaxTextLength
                    ? (MetricValue.Of(text), null)
                    : (null, Bad(name, $"is a text of more than {MaxTextLength} characters"));
            default:
                return (MetricValue.Of(reader.GetBoolean()), null);
        }
    }

    private static (MetricValue?, Rejection?) ReadNumber(ref Utf8JsonReader reader, Metric metric, Calibration? calibration)
    {
        if (ReadFinite(ref reader, metric, out var number) is { } fault)
        {
            return (null, fault);
        }

        if (calibration is { IsUsable: true })
        {
            number = calibration.ToPercent(number);
        }

        // Soil probes without a calibration send raw counts, above 100: they are kept as they are until the owner calibrates.
        var max = metric == KnownMetrics.SoilMoisture ? MaxRawCount : metric.Max;
        return CheckRange(metric, number, max) is { } impossible ? (null, impossible) : (MetricValue.Of(number), null);
    }

    // Some gateways send numbers as strings.
    private static bool TryReadDouble(ref Utf8JsonReader reader, out double number)
    {
        number = 0;
        return reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetDouble(out number),
            JsonTokenType.String => double.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
    }

    private static bool? ReadSwitch(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number when reader.TryGetInt32(out var number) && number is 0 or 1 => reader.GetInt32() == 1,
        JsonTokenType.String => reader.GetString()!.ToUpperInvariant() switch
        {
            "ON" or "TRUE" or "1" => true,
            "OFF" or "FALSE" or "0" => false,
            _ => null,
        },
        _ => null,
    };

    private static Rejection Bad(string name, string fault) => new(RejectionReason.BadValue, $"{name} {fault}");
}
