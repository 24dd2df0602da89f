using System.Text;
using CsCheck;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Metrics;
using PlantCare.Ingest.Decoding.Dialects;

namespace PlantCare.Tests.Ingest.Dialects;

/// <summary>Whatever anybody sends, decoding throws nothing, and gives nothing that could not be stored.</summary>
public sealed class DialectPropertyTests
{
    private static readonly string[] Topics =
    [
        "miflora/Petunia", "miflora/status/Petunia/moisture", "miflora/sensor/petunia/state", "homie/a/b/moisture", "home/g/BTtoMQTT/C47C8D65B663",
        "home/g/BTtoMQTT", "home/BTtoMQTT/C47C8D6273BD/hum", "home/BTtoMQTT/C47C8D6273BD", "tele/t/SENSOR", "tele/t/LWT", "n/sensor/fern_moisture/state",
        "n/status", "zigbee2mqtt/a/b", "zigbee2mqtt/a/availability", "zigbee2mqtt/a/temperature", "parasite-scanner/sensor/a_rssi/state",
        "plant/sensor", "smartplant/1/telemetry",
    ];

    private static readonly string[] Good =
    [
        """{"id":"C4:7C:8D:65:B6:63","rssi":-71,"model":"MiFlora","moi":"30","tempc":32,"tempf":89.6,"volt":2.95}""",
        """{"Time":"2020-08-30T01:57:48+01:00","seesaw_soil":{"Temperature":77.4},"seesaw_soil":{"Moisture":2,"MAC":"C47C8D6AB577"},"TempUnit":"F","PressureUnit":"mmHg"}""",
        """{"battery_state":"middle","humidity":67,"last_seen":"2026-01-22T15:53:02+11:00","linkquality":131,"soil_moisture":42,"temperature_unit":"fahrenheit"}""",
        """{"plant_id":"1","sensor":"temperature","value":24.1,"ts":"2025-09-19T18:00:00Z","lighting":"ON"}""",
        """{"val":30,"ts":1693000000000}""",
        """{"state":"online"}""",
        "42.0",
        "online",
    ];

    private static readonly Gen<string> Topic = Gen.OneOf(
        Gen.OneOf(Topics),
        Gen.OneOf(["zigbee2mqtt", "tele", "homie", "BTtoMQTT", "sensor", "state", "SENSOR", "status", "set", "", "é", "$x", "a b"])
            .Array[0, 8].Select(levels => string.Join('/', levels)),
        Gen.String[0, 30]);

    [Fact]
    public void Decode_any_topic_and_any_bytes_never_throws() =>
        Gen.Select(Topic, Gen.Byte.Array[0, 200]).Sample((topic, payload) => IsStorable(topic, payload), iter: 30_000);

    [Fact]
    public void Decode_any_damage_to_a_good_payload_never_throws() => Gen.Select(
        Topic, Gen.OneOf(Good), Gen.Select(Gen.Int[0, 10_000], Gen.Byte).Array[0, 4]).Sample(
        (topic, good, damages) =>
        {
            var payload = Encoding.UTF8.GetBytes(good);
            foreach (var (place, value) in damages)
            {
                payload[place % payload.Length] = value;
            }

            return IsStorable(topic, payload);
        },
        iter: 30_000);

    [Fact]
    public void Decode_any_number_under_any_name_never_throws() => Gen.Select(
        Gen.OneOf(Topics),
        Gen.OneOf(["temperature", "tempf", "voltage", "pressure", "moisture", "Light", "linkquality", "DewPoint", "x", "ts", "last_seen", "value", "val"]),
        Gen.OneOf(Gen.Double.Select(number => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture)), Gen.OneOf(["1e308", "-1e308", "1e999", "\"NaN\"", "\"1e308\"", "true", "null", "[]", "{}"])),
        Gen.OneOf(["C", "F", "fahrenheit", "inHg"])).Sample(
        (topic, name, number, unit) => IsStorable(
            topic, Encoding.UTF8.GetBytes($$"""{"sensor":"{{name}}","{{name}}":{{number}},"A":{"{{name}}":{{number}}},"TempUnit":"{{unit}}","PressureUnit":"{{unit}}"}""")),
        iter: 30_000);

    private static bool IsStorable(string topic, byte[] payload)
    {
        var message = DialectDecoder.Decode(topic, payload);
        Assert.Equal(DialectDecoder.Knows(topic), message is not null);
        foreach (var sighting in message?.Sightings ?? [])
        {
            Assert.InRange(sighting.Sensor.Length, 0, SensorName.MaxLength);
            Assert.True(sighting.Rejection is null || (sighting.Measurements.Count == 0 && sighting.Rejection.Detail.Length > 0));
            Assert.Equal(sighting.Measurements.Count, sighting.Measurements.Select(measurement => measurement.Metric).Distinct(StringComparer.Ordinal).Count());
            Assert.All(sighting.Measurements, measurement => Assert.True(MetricName.IsValid(measurement.Metric), measurement.Metric));
        }

        return true;
    }
}
