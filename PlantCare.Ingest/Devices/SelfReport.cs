using PlantCare.Domain.Metrics;

namespace PlantCare.Ingest.Devices;

/// <summary>What a reading says of the device itself.</summary>
/// <param name="Battery">Its charge, %; null when it does not say.</param>
/// <param name="Rssi">The strength of its radio signal, dBm.</param>
/// <param name="Firmware">The version of its firmware, at most 64 characters of it.</param>
internal readonly record struct SelfReport(double? Battery, double? Rssi, string? Firmware)
{
    private const string FirmwareMetric = "firmware";
    private const int LongestFirmware = 64;

    /// <summary>Reads it from measurements.</summary>
    public static SelfReport Of(IReadOnlyList<Measurement> measurements)
    {
        var report = default(SelfReport);
        for (var i = 0; i < measurements.Count; i++)
        {
            var (metric, value) = measurements[i];
            if (value.TryGetNumber(out var number))
            {
                report = metric == KnownMetrics.Battery.Name ? report with { Battery = number }
                    : metric == KnownMetrics.Rssi.Name ? report with { Rssi = number }
                    : report;
            }
            else if (value.Kind == MetricKind.Text && metric == FirmwareMetric)
            {
                report = report with { Firmware = Shown(value.Text) };
            }
        }

        return report;
    }

    // No database takes half a surrogate pair, or NUL.
    private static string Shown(string text) =>
        string.Concat(text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(LongestFirmware));

    /// <summary>This, and where it does not say, what was said before.</summary>
    public SelfReport Over(in SelfReport before) => new(Battery ?? before.Battery, Rssi ?? before.Rssi, Firmware ?? before.Firmware);
}
