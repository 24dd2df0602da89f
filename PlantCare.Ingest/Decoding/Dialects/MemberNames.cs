using System.Collections.Frozen;
using System.Text.Json;
using PlantCare.Domain.Metrics;

namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>What a member of a message is.</summary>
internal enum MemberKind
{
    /// <summary>Nothing that is known: a number is kept under its own name.</summary>
    Other,

    /// <summary>A metric of ours, under whatever name.</summary>
    Metric,

    /// <summary>A temperature in °F.</summary>
    Fahrenheit,

    /// <summary>Says whether temperatures are °C or °F.</summary>
    TemperatureUnit,

    /// <summary>Says what pressures are in.</summary>
    PressureUnit,

    /// <summary>When it was measured.</summary>
    Time,

    /// <summary>The sensor's MAC address.</summary>
    Mac,

    /// <summary>Says who speaks or how the radio is doing, not what was measured.</summary>
    Ignored,
}

/// <summary>A member's meaning.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Metric">Our name for it, where it is a metric.</param>
internal readonly record struct Member(MemberKind Kind, string Metric = "");

/// <summary>The names that other systems have for what we know, upper and lower case alike.</summary>
internal static class MemberNames
{
    /// <summary>The strength of a radio link on a scale of its maker's; not dBm.</summary>
    public const string LinkQuality = "link_quality";

    private static readonly (Member Meaning, string[] Names)[] Table =
    [
        (Of(KnownMetrics.SoilMoisture), ["moisture", "moi"]),
        (Of(KnownMetrics.Light), ["lux", "illuminance", "illuminance_lux"]),
        (Of(KnownMetrics.SoilEc), ["conductivity", "soil_conductivity", "fer", "fertility"]),
        (Of(KnownMetrics.Temperature), ["tempc"]),
        (Of(KnownMetrics.Humidity), ["hum"]),
        (Of(KnownMetrics.Pressure), ["pres"]),
        (Of(KnownMetrics.Battery), ["batt", "battery_level"]),
        (Of(KnownMetrics.BatteryVoltage), ["volt", "voltage"]),
        (new Member(MemberKind.Metric, LinkQuality), ["linkquality"]),
        (new Member(MemberKind.Fahrenheit), ["tempf", "temperature_f"]),
        (new Member(MemberKind.TemperatureUnit), ["temperature_unit", "TempUnit"]),
        (new Member(MemberKind.PressureUnit), ["PressureUnit"]),
        (new Member(MemberKind.Time), ["time", "timestamp", "ts", "last_seen"]),
        (new Member(MemberKind.Mac), ["mac"]),
        (new Member(MemberKind.Ignored),
        [
            "id", "uuid", "name", "brand", "model", "model_id", "type", "device", "hostname", "gateway", "version", "mac_type", "adv_type", "mfid",
            "manufacturerdata", "servicedata", "servicedatauuid", "txpower", "distance", "track", "major", "minor", "device_id", "plant_id", "user_id",
        ]),
    ];

    private static readonly FrozenDictionary<string, Member> Known = KnownMetrics.All.Select(metric => (Name: metric.Name, Meaning: Of(metric)))
        .Concat(Table.SelectMany(row => row.Names.Select(name => (Name: name, row.Meaning))))
        .ToFrozenDictionary(pair => pair.Name, pair => pair.Meaning, StringComparer.OrdinalIgnoreCase);

    // The longest first: office_battery_voltage ends in a voltage.
    private static readonly string[] Suffixes =
        [.. Known.Where(pair => pair.Value.Kind is MemberKind.Metric or MemberKind.Fahrenheit).Select(pair => pair.Key).OrderByDescending(name => name.Length)];

    /// <summary>What a member of that name is.</summary>
    public static Member Find(string name) => Known.GetValueOrDefault(name);

    /// <summary>Whether a name is that of a metric, ours or another's.</summary>
    public static bool IsMetric(string name) => Find(name).Kind is MemberKind.Metric or MemberKind.Fahrenheit;

    /// <summary>A name of nobody's table as a metric's name: <c>CarbonDioxide</c> becomes <c>carbon_dioxide</c>. Null when it cannot be one.</summary>
    public static string? ToMetricName(string name)
    {
        if (name.Length > MetricName.MaxLength)
        {
            return null;
        }

        var snake = JsonNamingPolicy.SnakeCaseLower.ConvertName(name.Replace('-', '_').Replace('.', '_'));
        return MetricName.IsValid(snake) ? snake : null;
    }

    /// <summary>
    /// Takes a name such as <c>peace_lily_moisture</c> apart into whose it is and what: <c>peace_lily</c>, <c>moisture</c>. A name that ends in
    /// nothing known is a metric as a whole.
    /// </summary>
    public static (string Owner, string Metric) Split(string objectId)
    {
        foreach (var suffix in Suffixes)
        {
            if (objectId.Equals(suffix, StringComparison.OrdinalIgnoreCase))
            {
                return ("", objectId);
            }

            var start = objectId.Length - suffix.Length;
            if (start > 1 && objectId[start - 1] == '_' && objectId.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                return (objectId[..(start - 1)], objectId[start..]);
            }
        }

        return ("", objectId);
    }

    private static Member Of(Metric metric) => new(MemberKind.Metric, metric.Name);
}
