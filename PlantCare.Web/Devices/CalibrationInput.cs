using PlantCare.Domain.Devices;
using PlantCare.Domain.Metrics;
using PlantCare.Web.Readings;

namespace PlantCare.Web.Devices;

/// <summary>What a person writes about one soil probe's counts.</summary>
/// <param name="member">The probe's member in the payload.</param>
/// <param name="current">How it is calibrated now; null when it is not.</param>
public sealed class CalibrationInput(string member, Calibration? current)
{
    /// <summary>The probe's member in the payload.</summary>
    public string Member => member;

    /// <summary>Whether it is calibrated now.</summary>
    public bool IsCalibrated => current is not null;

    /// <summary>The count in dry soil, as it is written.</summary>
    public string Dry { get; set; } = NumberText.Write(current?.Dry);

    /// <summary>The count in soaked soil, as it is written.</summary>
    public string Wet { get; set; } = NumberText.Write(current?.Wet);

    /// <summary>The soil probes of a device: those of its channels that measure soil moisture, or the one that a plain device has.</summary>
    public static IReadOnlyList<CalibrationInput> Of(DeviceConfig config)
    {
        var moisture = KnownMetrics.SoilMoisture.Name;
        string[] members =
        [
            .. config.Channels?.Where(channel => channel.Value.Metric == moisture).Select(channel => channel.Key) ?? [],
            .. config.Calibration?.Keys ?? Enumerable.Empty<string>(),
        ];
        return
        [
            .. members.DefaultIfEmpty(moisture)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(one => new CalibrationInput(one, config.Calibration?.GetValueOrDefault(one))),
        ];
    }

    /// <summary>Reads what is written.</summary>
    /// <param name="calibration">The line between the two counts.</param>
    /// <returns>What is wrong, in words; null when nothing is.</returns>
    public string? Read(out Calibration? calibration)
    {
        calibration = null;
        if (!NumberText.TryRead(Dry, out var dry) || !NumberText.TryRead(Wet, out var wet))
        {
            return DeviceWords.CalibrationNumbers;
        }

        var read = new Calibration(dry, wet);
        if (!read.IsUsable)
        {
            return DeviceWords.CalibrationSame;
        }

        calibration = read;
        return null;
    }

    /// <summary>The count behind a value: itself when it is raw, else worked back where the calibration did not cut it off.</summary>
    public double? CountOf(double value) => current switch
    {
        null => value,
        _ when MetricText.IsRaw(KnownMetrics.SoilMoisture.Name, value) => value,
        _ when value is > 0 and < 100 => Math.Round(current.Dry + (value / 100 * (current.Wet - current.Dry))),
        _ => null,
    };
}
