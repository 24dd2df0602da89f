using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>
/// Writes readings as InfluxDB's line protocol, straight into UTF-8:
/// <code>
/// sensor_readings,device_id=pi-1,location=living\ room,plant_id=0198…,plant_name=Basil,user_id=0198… temperature=21.5,lighting="ON" 1767225600000
/// </code>
/// A malformed line costs InfluxDB 2.x its whole batch, so none may ever leave here: what a line cannot carry is either not needed
/// (names are for people, and are mended) or makes the reading unwritable (ids).
/// <para>
/// Tags make the series. <c>plant_name</c> and <c>location</c> are tags because people's own queries expect them, and so a plant that
/// is renamed gets a new series. A reading delivered a second time after the renaming then stands in both; whoever reads here therefore
/// looks at ids only and counts what has the same plant, device, metric and time once.
/// </para>
/// </summary>
internal static class LineProtocol
{
    /// <summary>The measurement that all readings are kept in.</summary>
    public const string Measurement = "sensor_readings";

    // Longer names say no more to people, and the series' key is kept in InfluxDB's memory.
    private const int MaxLabelLength = 128;

    private const int MaxNumberLength = 32;

    private static readonly SearchValues<byte> TagSpecial = SearchValues.Create(", ="u8);
    private static readonly SearchValues<byte> TextSpecial = SearchValues.Create("\"\\"u8);

    /// <summary>Appends a line, or nothing when the reading cannot be one.</summary>
    /// <returns>Why it cannot; null when it was appended.</returns>
    public static string? Append(PooledBuffer buffer, Reading reading)
    {
        if (reading.Measurements.Count == 0)
        {
            return "it holds no metric";
        }

        if (!IsTag(reading.DeviceId))
        {
            return "its device_id cannot be a tag of InfluxDB";
        }

        var start = buffer.Count;
        AppendSeries(buffer, reading);
        for (var i = 0; i < reading.Measurements.Count; i++)
        {
            var (metric, value) = reading.Measurements[i];
            if (!MetricName.IsValid(metric))
            {
                buffer.CutAt(start);
                return "one of its metrics has a name that no metric may have";
            }

            buffer.Write(i == 0 ? " "u8 : ","u8);
            AppendField(buffer, metric, value);
        }

        buffer.Write(" "u8);
        AppendInteger(buffer, reading.Time.ToUnixTimeMilliseconds());
        buffer.Write("\n"u8);
        return null;
    }

    // Tags in the order of their names, as InfluxDB sorts them otherwise.
    private static void AppendSeries(PooledBuffer buffer, Reading reading)
    {
        buffer.Write("sensor_readings,device_id="u8);
        AppendTag(buffer, reading.DeviceId);
        AppendLabel(buffer, ",location="u8, reading.Plant.Location);
        buffer.Write(",plant_id="u8);
        AppendId(buffer, reading.Plant.Id);
        AppendLabel(buffer, ",plant_name="u8, reading.Plant.Name);
        buffer.Write(",user_id="u8);
        AppendId(buffer, reading.Plant.UserId);
    }

    private static void AppendField(PooledBuffer buffer, string metric, MetricValue value)
    {
        AppendAscii(buffer, metric);
        AppendAscii(buffer, InfluxField.SuffixOf(metric, value.Kind));
        buffer.Write("="u8);
        switch (value.Kind)
        {
            case MetricKind.Number:
                AppendNumber(buffer, value.Number);
                break;
            case MetricKind.Boolean:
                buffer.Write(value.Boolean ? "true"u8 : "false"u8);
                break;
            default:
                buffer.Write("\""u8);
                AppendEscaped(buffer, value.Text, TextSpecial);
                buffer.Write("\""u8);
                break;
        }
    }

    /// <summary>
    /// Whether a text can be a tag's value and come back as it is. A line ends at a line break; and a backslash cannot be escaped, so that
    /// one before a blank or a comma leaves these bare.
    /// </summary>
    public static bool IsTag(string value) =>
        value is { Length: > 0 and <= MaxLabelLength }
        && !value.Contains('\\', StringComparison.Ordinal)
        && !value.AsSpan().ContainsAnyInRange('\0', '\x1F');

    /// <summary>Appends the value of a tag, which must be one.</summary>
    public static void AppendTag(PooledBuffer buffer, string value) => AppendEscaped(buffer, value, TagSpecial);

    private static void AppendLabel(PooledBuffer buffer, ReadOnlySpan<byte> prefix, string? label)
    {
        if (label is not null && !IsTag(label))
        {
            label = string.Concat(label.Take(MaxLabelLength).Select(c => c == '\\' ? '/' : char.IsControl(c) ? ' ' : c)).TrimEnd();
        }

        if (!string.IsNullOrEmpty(label))
        {
            buffer.Write(prefix);
            AppendTag(buffer, label);
        }
    }

    private static void AppendEscaped(PooledBuffer buffer, string text, SearchValues<byte> special)
    {
        // step 1: as UTF-8, behind what stands there; an unpaired surrogate becomes U+FFFD
        var start = buffer.Count;
        var length = Encoding.UTF8.GetBytes(text, buffer.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length)));
        buffer.Advance(length);
        if (!buffer[start..].Span.ContainsAny(special))
        {
            return;
        }

        // step 2: once more with the escapes, which is rare
        var plain = buffer[start..].ToArray();
        buffer.CutAt(start);
        foreach (var b in plain)
        {
            var target = buffer.GetSpan(2);
            var escaped = special.Contains(b);
            target[0] = escaped ? (byte)'\\' : b;
            target[1] = b;
            buffer.Advance(escaped ? 2 : 1);
        }
    }

    /// <summary>Appends text that is ASCII.</summary>
    public static void AppendAscii(PooledBuffer buffer, string text) =>
        buffer.Advance(Encoding.ASCII.GetBytes(text, buffer.GetSpan(text.Length)));

    /// <summary>Appends a UUID.</summary>
    public static void AppendId(PooledBuffer buffer, Guid id)
    {
        Utf8Formatter.TryFormat(id, buffer.GetSpan(MaxNumberLength + 4), out var written);
        buffer.Advance(written);
    }

    /// <summary>Appends a finite number, so that it comes back as it is.</summary>
    public static void AppendNumber(PooledBuffer buffer, double value)
    {
        value.TryFormat(buffer.GetSpan(MaxNumberLength), out var written, "R", CultureInfo.InvariantCulture);
        buffer.Advance(written);
    }

    /// <summary>Appends a whole number, without the <c>i</c> that makes a field's type.</summary>
    public static void AppendInteger(PooledBuffer buffer, long value)
    {
        Utf8Formatter.TryFormat(value, buffer.GetSpan(MaxNumberLength), out var written);
        buffer.Advance(written);
    }
}
