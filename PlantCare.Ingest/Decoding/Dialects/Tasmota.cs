using System.Buffers;
using System.Text.Json;

namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>
/// Tasmota, with its own probes or as a bridge for Bluetooth sensors: <c>tele/{topic}/SENSOR</c> with an object for each sensor, and the units
/// at the end: <c>{"Time":"…","Flora-6ab577":{"Moisture":30,"MAC":"C47C8D6AB577"},"TempUnit":"C"}</c>. One sensor may stand there twice.
/// <c>Time</c> is the device's local time, unless it was told to say its zone, too (SetOption52).
/// </summary>
internal sealed class Tasmota : IDialect
{
    private const string Telemetry = "tele";
    private const int AddressDigits = 6;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    public string Name => "tasmota";

    public bool Speaks(TopicLevels topic) =>
        topic.Count >= 3 && (topic[0] is Telemetry or "stat" or "cmnd" or "tasmota" || topic[^2] is Telemetry or "stat" or "cmnd");

    public DialectMessage? Decode(TopicLevels topic, ReadOnlySpan<byte> payload)
    {
        // FullTopic is %prefix%/%topic%/ if nobody changed it, and often %topic%/%prefix%/.
        var node = topic[0] == Telemetry ? topic.Join(1..^1) : topic[^2] == Telemetry ? topic.Join(..^2) : "";
        return (node.Length > 0, topic[^1]) switch
        {
            (true, "SENSOR") => ReadSensors(node, payload),
            (true, "LWT") => BareValue.ReadAvailability(payload) is { } isOnline
                ? DialectMessage.Of(Name, Sighting.OfAvailability(node, isOnline))
                : DialectMessage.Quiet(Name),
            _ => DialectMessage.Quiet(Name),
        };
    }

    private DialectMessage ReadSensors(string node, ReadOnlySpan<byte> payload)
    {
        // step 1: everything as it stands there
        var common = new SightingDraft("");
        var drafts = new Dictionary<string, SightingDraft>(StringComparer.Ordinal);
        var rejection = PayloadObject.Read(payload, (ref Utf8JsonReader reader) => ReadSensor(ref reader, node, common, drafts));
        if (rejection is not null)
        {
            return new DialectMessage(Name, []) { Rejection = rejection };
        }

        // step 2: the time and the units are all sensors'
        var time = common.ToSighting().Time;
        foreach (var draft in drafts.Values)
        {
            (draft.Time, draft.IsFahrenheit, draft.HectopascalsPerUnit) = (time, common.IsFahrenheit, common.HectopascalsPerUnit);
        }

        return new DialectMessage(Name, [.. drafts.Values.Select(draft => draft.ToSighting())]);
    }

    private static void ReadSensor(ref Utf8JsonReader reader, string node, SightingDraft common, Dictionary<string, SightingDraft> drafts)
    {
        var key = reader.GetString()!;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            if (MemberNames.Find(key).Kind is MemberKind.Time or MemberKind.TemperatureUnit or MemberKind.PressureUnit)
            {
                common.ReadValue(key, ref reader);
            }

            reader.Skip();
            return;
        }

        // The chip's own warmth, and what a plug draws, are no plant's.
        if (key is "ESP32" or "ENERGY")
        {
            reader.Skip();
            return;
        }

        // A Bluetooth sensor is the same one whichever bridge hears it; a probe such as seesaw_soil hangs on its node.
        var isBluetooth = IsBluetooth(key);
        var sensor = isBluetooth ? key : $"{node}/{key}";
        if (!drafts.TryGetValue(sensor, out var draft))
        {
            drafts.Add(sensor, draft = new SightingDraft(sensor) { Alias = isBluetooth ? null : node, AllowsCounts = true });
        }

        PayloadObject.ReadMembers(ref reader, draft.ReadMember);
    }

    // Flora-6ab577: the kind, and the second half of the address.
    private static bool IsBluetooth(string key)
    {
        var dash = key.LastIndexOf('-');
        return dash > 0 && key.Length - dash - 1 == AddressDigits && key.AsSpan(dash + 1).IndexOfAnyExcept(HexDigits) < 0;
    }
}
