namespace PlantCare.Tests.Ingest.Dialects;

/// <summary>Every recorded message means what a person who knows the system takes it for.</summary>
public sealed class CaptureTests
{
    // The third: which of the messages on that topic.
    private static readonly Dictionary<(string Dialect, string Topic, int Number), string> Expected = new()
    {
        [("miflora-mqtt-daemon", "miflora/Petunia", 1)] =
            "miflora-mqtt-daemon Petunia: battery=100 light=5424 soil_ec=1020 soil_moisture=30 temperature=21.4",
        [("miflora-mqtt-daemon", "miflora/sensor/petunia/state", 1)] =
            "miflora-mqtt-daemon petunia: battery=100 light=5424 soil_ec=1020 soil_moisture=30 temperature=21.4",
        [("miflora-mqtt-daemon", "miflora/status/Petunia/moisture", 1)] = "miflora-mqtt-daemon Petunia: soil_moisture=30 at 2023-08-25T21:46:40Z",
        [("miflora-mqtt-daemon", "homie/petunia/sensor/moisture", 1)] = "homie petunia: soil_moisture=30",
        [("theengs", "home/OpenMQTTGateway/BTtoMQTT/C47C8D65B663", 1)] = "theengs C4:7C:8D:65:B6:63: rssi=-71 soil_moisture=30",
        [("theengs", "home/OpenMQTTGateway/BTtoMQTT/C47C8D65B663", 2)] = "theengs C4:7C:8D:65:B6:63: light=9971 rssi=-71",
        [("theengs", "home/TheengsGateway/BTtoMQTT/C47C8D65B663", 1)] = "theengs C4:7C:8D:65:B6:63: rssi=-71 temperature=32",
        [("theengs", "home/TheengsGateway/BTtoMQTT/C47C8D65B663", 2)] = "theengs C4:7C:8D:65:B6:63: rssi=-71 soil_ec=0",
        [("theengs", "home/OpenMQTTGateway/BTtoMQTT/F0CA1234ABCD", 1)] =
            "theengs F0:CA:12:34:AB:CD: battery_voltage=2.95 humidity=65.0003 light=12500 soil_moisture=42.0004 temperature=22.7",
        [("openmqttgateway-2018", "home/BTtoMQTT/C47C8D6273BD/hum", 1)] = "openmqttgateway-2018 C4:7C:8D:62:73:BD: soil_moisture=41",
        [("tasmota", "tele/tasmota_ble/SENSOR", 1)] = "tasmota Flora-6ab577 (C47C8D6AB577): rssi=-71 soil_moisture=30",
        [("tasmota", "tele/tasmota_ble/SENSOR", 2)] = "tasmota Flora-6ab577: humidity=0 light=21 soil_ec=0 temperature=21.7",
        [("tasmota", "tele/seesaw/SENSOR", 1)] = "tasmota seesaw/seesaw_soil (seesaw): soil_moisture=2 temperature=25.22",
        [("tasmota", "tele/tasmota_ble/LWT", 1)] = "tasmota tasmota_ble: offline",
        [("esphome", "balcony/sensor/peace_lily_moisture/state", 1)] = "esphome balcony/peace_lily (balcony): soil_moisture=42",
        [("esphome", "balcony/status", 1)] = "esphome balcony: online",
        [("zigbee2mqtt", "zigbee2mqtt/greenhouse/soil 3", 1)] =
            "zigbee2mqtt greenhouse/soil 3: humidity=67 light=5 link_quality=131 soil_moisture=42 temperature=23.2 at 2026-01-22T04:53:02Z",
        [("zigbee2mqtt", "zigbee2mqtt/soil_stuck", 1)] = "zigbee2mqtt soil_stuck: rejected OutOfRange",
        [("zigbee2mqtt", "zigbee2mqtt/soil_stuck/availability", 1)] = "zigbee2mqtt soil_stuck: offline",
        [("parasite-scanner", "parasite-scanner/sensor/office_parasite_soil_moisture/state", 1)] = "parasite-scanner office_parasite: soil_moisture=38.1",
        [("legacy-2", "plant/sensor", 1)] =
            "legacy-2 6f8d3d0e-8a9f-4a9e-9d51-0d6a0a8b7c11: humidity=62.5 lighting=OFF soil_moisture=580 temperature=23.1 watering=false",
        [("legacy-4", "smartplant/1/telemetry", 1)] = "legacy-4 1: temperature=24.1 at 2025-09-19T18:00:00Z",
    };

    public static TheoryData<string, string, int> Messages => [.. Expected.Keys];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Decode_recorded_message_is_what_a_person_expects(string dialect, string topic, int number)
    {
        var capture = Captures.All.Where(one => one.Dialect == dialect && one.Topic == topic).ElementAt(number - 1);

        Assert.Equal(Expected[(dialect, topic, number)], Said.By(topic, capture.Payload));
    }

    [Fact]
    public void Decode_every_recorded_message_has_an_expectation()
    {
        var numbered = Captures.All.GroupBy(capture => (capture.Dialect, capture.Topic))
            .SelectMany(group => group.Select((_, i) => (group.Key.Dialect, group.Key.Topic, i + 1)));

        Assert.Equal(Expected.Keys.Order(), numbered.Order());
    }
}
