using PlantCare.Ingest.Decoding.Dialects;

namespace PlantCare.Tests.Ingest.Dialects;

/// <summary>What each system's messages mean, beside the recorded ones.</summary>
public sealed class DialectTests
{
    private const string Miflora = "home/OpenMQTTGateway/BTtoMQTT/C47C8D65B663";

    [Theory]
    [InlineData("miflora/Petunia", """{"moisture":30}""", "miflora-mqtt-daemon Petunia: soil_moisture=30")]
    [InlineData("homeassistant/sensor/petunia/state", """{"moisture":30}""", "miflora-mqtt-daemon petunia: soil_moisture=30")]
    [InlineData("miflora/status/Petunia/temperature", "21.5", "miflora-mqtt-daemon Petunia: temperature=21.5")]
    [InlineData("miflora/status/Petunia/moisture", """{"ts":1693000000000}""", "miflora-mqtt-daemon Petunia: at 2023-08-25T21:46:40Z rejected NoMetric")]
    [InlineData("miflora/Petunia", "hello", "miflora-mqtt-daemon Petunia: rejected NotJson")]
    [InlineData("miflora/Petunia", """{"moisture":255}""", "miflora-mqtt-daemon Petunia: rejected OutOfRange")]
    [InlineData("miflora/$announce", """{"Petunia":{"topic":"miflora/Petunia"}}""", "miflora-mqtt-daemon quiet")]
    [InlineData("miflora/connected", "1", "miflora-mqtt-daemon quiet")]
    [InlineData("homie/miflora-mqtt-daemon/Petunia/moisture", "30", "homie miflora-mqtt-daemon/Petunia (Petunia): soil_moisture=30")]
    [InlineData("homie/miflora-mqtt-daemon/Petunia/$name", "Petunia", "homie quiet")]
    [InlineData("homie/miflora-mqtt-daemon/$online", "true", "homie quiet")]
    public void Miflora_daemon(string topic, string payload, string expected) => Assert.Equal(expected, Said.By(topic, payload));

    [Theory]
    [InlineData(Miflora, """{"id":"C4:7C:8D:65:B6:63","moi":"30","tempc":"21.5"}""", "theengs C4:7C:8D:65:B6:63: soil_moisture=30 temperature=21.5")]
    [InlineData(Miflora, """{"tempf":89.6}""", "theengs C4:7C:8D:65:B6:63: temperature=32")]
    [InlineData(Miflora, """{"tempc":32,"tempf":89.6}""", "theengs C4:7C:8D:65:B6:63: temperature=32")]
    [InlineData(Miflora, """{"tempf":89.6,"tempc":32}""", "theengs C4:7C:8D:65:B6:63: temperature=32")]
    [InlineData(Miflora, """{"moi":30""", "theengs C4:7C:8D:65:B6:63: rejected NotJson")]
    [InlineData(Miflora, """{"tempf":1e308}""", "theengs C4:7C:8D:65:B6:63: rejected BadValue")]
    [InlineData(Miflora, """{"moi":"dry"}""", "theengs C4:7C:8D:65:B6:63: rejected BadValue")]
    [InlineData(Miflora, """{"moi":100,"tempc":100}""", "theengs C4:7C:8D:65:B6:63: rejected OutOfRange")]
    [InlineData("home/OMG/BTtoMQTT", """{"id":"c4:7c:8d:65:b6:63","batt":77}""", "theengs C4:7C:8D:65:B6:63: battery=77")]
    [InlineData("home/OMG/BTtoMQTT", """{"rssi":-50}""", "theengs rejected BadTopic")]
    [InlineData("home/OMG/BTtoMQTT", "-50", "theengs rejected NotAReading")]
    [InlineData("home/OMG/BTtoMQTT/undecoded", """{"id":"54:94:5E:9F:64:C4"}""", "theengs quiet")]
    [InlineData("home/OMG/BTtoMQTT/607F574C9BC2", """{"id":"1de4b189115e45f6b44e509352269977","mac":"60:7F:57:4C:9B:C2","rssi":-78,"txpower":-66,"major":0}""", "theengs 60:7F:57:4C:9B:C2 (60:7F:57:4C:9B:C2): rssi=-78")]
    [InlineData("home/OMG/LWT", "online", "theengs quiet")]
    [InlineData("OMG/LWT", "online", "theengs quiet")]
    [InlineData("OMG/version", "1.7.0", "theengs quiet")]
    [InlineData("home/internal/trackersync", "{}", "theengs quiet")]
    [InlineData("home/OMG/SYStoMQTT", """{"uptime":100,"tempc":50}""", "theengs quiet")]
    [InlineData("home/BTtoMQTT/C47C8D6273BD/tem", "21.4", "openmqttgateway-2018 C4:7C:8D:62:73:BD: temperature=21.4")]
    [InlineData("home/BTtoMQTT/C47C8D6273BD/fer", "310", "openmqttgateway-2018 C4:7C:8D:62:73:BD: soil_ec=310")]
    [InlineData("home/BTtoMQTT/80EACA890B11/hum", "41", "openmqttgateway-2018 80:EA:CA:89:0B:11: soil_moisture=41")]
    [InlineData("home/BTtoMQTT/4C65A8D0AE60/hum", "41", "openmqttgateway-2018 4C:65:A8:D0:AE:60: humidity=41")]
    [InlineData("home/BTtoMQTT/C47C8D6273BD/name", "Flower care", "openmqttgateway-2018 quiet")]
    [InlineData("home/BTtoMQTT/C47C8D6273BD", "-51", "openmqttgateway-2018 C4:7C:8D:62:73:BD: rssi=-51")]
    public void Theengs_and_OpenMQTTGateway(string topic, string payload, string expected) => Assert.Equal(expected, Said.By(topic, payload));

    [Theory]
    [InlineData("tele/t/SENSOR", """{"AM2301":{"Temperature":95,"Humidity":40,"DewPoint":68},"TempUnit":"F"}""", "tasmota t/AM2301 (t): dew_point=20 humidity=40 temperature=35")]
    [InlineData("tele/t/SENSOR", """{"A":{"Moisture":1},"A":{"Moisture":2,"Temperature":20}}""", "tasmota t/A (t): soil_moisture=2 temperature=20")]
    [InlineData("tele/t/SENSOR", """{"Flora-6ab577":{"Moisture":30},"Flora-6ab578":{"Moisture":31}}""", "tasmota Flora-6ab577: soil_moisture=30; Flora-6ab578: soil_moisture=31")]
    [InlineData("tele/t/SENSOR", """{"BMP280":{"Temperature":20,"Pressure":760},"PressureUnit":"mmHg"}""", "tasmota t/BMP280 (t): pressure=1013.25 temperature=20")]
    [InlineData("tele/t/SENSOR", """{"Time":"2026-05-01T10:00:00","A":{"Moisture":2}}""", "tasmota t/A (t): soil_moisture=2")]
    [InlineData("tele/t/SENSOR", """{"Time":"2026-05-01T10:00:00+02:00","A":{"Moisture":2}}""", "tasmota t/A (t): soil_moisture=2 at 2026-05-01T08:00:00Z")]
    [InlineData("tele/t/SENSOR", """{"Time":"1970-01-01T00:00:09+00:00","A":{"Moisture":2}}""", "tasmota t/A (t): soil_moisture=2")]
    [InlineData("tele/t/SENSOR", """{"Flora-6ab577":{"Moisture":null,"Temperature":21.7}}""", "tasmota Flora-6ab577: temperature=21.7")]
    [InlineData("tele/t/SENSOR", """{"ESP32":{"Temperature":53.3},"ENERGY":{"Voltage":230}}""", "tasmota quiet")]
    [InlineData("tele/t/SENSOR", """{"A":{"Moisture":2}""", "tasmota rejected NotJson")]
    [InlineData("garden/shed/tele/SENSOR", """{"ANALOG":{"A0":512}}""", "tasmota garden/shed/ANALOG (garden/shed): a0=512")]
    [InlineData("tele/t/LWT", "Online", "tasmota t: online")]
    [InlineData("tele/t/STATE", """{"Vcc":3.3,"Wifi":{"RSSI":80}}""", "tasmota quiet")]
    [InlineData("stat/t/RESULT", "{}", "tasmota quiet")]
    [InlineData("tasmota/discovery/C44F33/config", "{}", "tasmota quiet")]
    public void Tasmota(string topic, string payload, string expected) => Assert.Equal(expected, Said.By(topic, payload));

    [Theory]
    [InlineData("balcony/sensor/soil_moisture/state", "42.0", "esphome balcony: soil_moisture=42")]
    [InlineData("balcony/sensor/fern_battery_voltage/state", "2.95", "esphome balcony/fern (balcony): battery_voltage=2.95")]
    [InlineData("balcony/sensor/fern_soil_conductivity/state", "350", "esphome balcony/fern (balcony): soil_ec=350")]
    [InlineData("home/balcony/sensor/fern_temperature/state", "20.5", "esphome home/balcony/fern (home/balcony): temperature=20.5")]
    [InlineData("balcony/sensor/uptime/state", "3600", "esphome balcony: uptime=3600")]
    [InlineData("balcony/sensor/fern_moisture/state", "580", "esphome balcony/fern (balcony): soil_moisture=580")]
    [InlineData("balcony/sensor/fern_moisture/state", "nan", "esphome balcony/fern (balcony): rejected BadValue")]
    [InlineData("balcony/sensor/fern_moisture/state", "wet", "esphome balcony/fern (balcony): rejected BadValue")]
    [InlineData("sensor/fern_moisture/state", "42", "esphome fern: soil_moisture=42")]
    [InlineData("sensor/moisture/state", "42", "esphome : soil_moisture=42")]
    [InlineData("balcony/status", "offline", "esphome balcony: offline")]
    [InlineData("balcony/status", "", "esphome quiet")]
    [InlineData("balcony/debug", "[D][sensor]", "esphome quiet")]
    [InlineData("balcony/binary_sensor/leak/state", "ON", "esphome quiet")]
    [InlineData("balcony/climate/oven/mode/state", "heat", "esphome quiet")]
    [InlineData("parasite-scanner/sensor/lime_tree_battery_voltage/state", "2.9", "parasite-scanner lime_tree: battery_voltage=2.9")]
    [InlineData("parasite-scanner/sensor/lime_tree_rssi/state", "-71", "parasite-scanner lime_tree: rssi=-71")]
    public void Esphome_and_parasite_scanner(string topic, string payload, string expected) => Assert.Equal(expected, Said.By(topic, payload));

    [Theory]
    [InlineData("zigbee2mqtt/office/fern", """{"soil_moisture":42,"temperature":73.4,"temperature_unit":"fahrenheit"}""", "zigbee2mqtt office/fern: soil_moisture=42 temperature=23")]
    [InlineData("zigbee2mqtt/fern", """{"temperature":23,"temperature_unit":"celsius","battery":null}""", "zigbee2mqtt fern: temperature=23")]
    [InlineData("zigbee2mqtt/fern", """{"voltage":2950}""", "zigbee2mqtt fern: battery_voltage=2.95")]
    [InlineData("zigbee2mqtt/fern", """{"voltage":3}""", "zigbee2mqtt fern: battery_voltage=3")]
    [InlineData("zigbee2mqtt/fern", """{"soil_moisture":10,"last_seen":1769057582000}""", "zigbee2mqtt fern: soil_moisture=10 at 2026-01-22T04:53:02Z")]
    [InlineData("zigbee2mqtt/fern", """{"soil_moisture":10,"last_seen":"2026-01-22T15:53:02"}""", "zigbee2mqtt fern: soil_moisture=10")]
    [InlineData("zigbee2mqtt/fern", """{"soilCalibration":5,"update":{"state":"idle"},"soil_warning":false,"battery_state":"low"}""", "zigbee2mqtt fern: soil_calibration=5")]
    [InlineData("zigbee2mqtt_2/fern", """{"soil_moisture":10}""", "zigbee2mqtt fern: soil_moisture=10")]
    [InlineData("zigbee2mqtt/fern/temperature", "23.5", "zigbee2mqtt fern: temperature=23.5")]
    [InlineData("zigbee2mqtt/office/fern/availability", "online", "zigbee2mqtt office/fern: online")]
    [InlineData("zigbee2mqtt/fern/availability", """{"state":"online"}""", "zigbee2mqtt fern: online")]
    [InlineData("zigbee2mqtt/fern/availability", "{}", "zigbee2mqtt fern: rejected BadValue")]
    [InlineData("zigbee2mqtt/fern", "", "zigbee2mqtt quiet")]
    [InlineData("zigbee2mqtt/fern", "[1]", "zigbee2mqtt quiet")]
    [InlineData("zigbee2mqtt/bridge/state", """{"state":"online"}""", "zigbee2mqtt quiet")]
    [InlineData("zigbee2mqtt/bridge/devices", "[{}]", "zigbee2mqtt quiet")]
    [InlineData("zigbee2mqtt/fern/set", """{"soil_moisture":10}""", "zigbee2mqtt quiet")]
    [InlineData("zigbee2mqtt/fern/get/temperature", "", "zigbee2mqtt quiet")]
    public void Zigbee2Mqtt(string topic, string payload, string expected) => Assert.Equal(expected, Said.By(topic, payload));

    [Theory]
    [InlineData("plant/sensor", """{"temperature":23,"soil_moisture":800}""", "legacy-2 : soil_moisture=800 temperature=23")]
    [InlineData("plant/sensor", """{"temperature":23,"device_id":"pi","plant_id":""}""", "legacy-2 pi: temperature=23")]
    [InlineData("plant/sensor", """{"temperature":23,"timestamp":"2024-01-15T10:30:00"}""", "legacy-2 : temperature=23 at 2024-01-15T10:30:00Z")]
    [InlineData("plant/sensor", """{"lighting":"dim"}""", "legacy-2 : rejected BadValue")]
    [InlineData("plant/command", """{"action":"water"}""", "legacy-2 quiet")]
    [InlineData("smartplant/1/telemetry", """{"value":580,"sensor":"soil_moisture"}""", "legacy-4 1: soil_moisture=580")]
    [InlineData("smartplant/1/telemetry", """{"value":580}""", "legacy-4 1: rejected NoMetric")]
    [InlineData("smartplant/1/actuators/water/status", """{"device":"water","amount":200}""", "legacy-4 quiet")]
    public void Legacy(string topic, string payload, string expected) => Assert.Equal(expected, Said.By(topic, payload));

    [Theory]
    [InlineData("homeassistant/sensor/fern/moisture/config", "housekeeping quiet")]
    [InlineData("homeassistant/status", "housekeeping quiet")]
    [InlineData("somewhere/set", "housekeeping quiet")]
    [InlineData("somewhere", "unknown")]
    [InlineData("some/where", "unknown")]
    [InlineData("", "unknown")]
    [InlineData("///", "unknown")]
    [InlineData("readings", "unknown")]
    [InlineData("zigbee2mqtt", "unknown")]
    public void Other_topics(string topic, string expected) => Assert.Equal(expected, Said.By(topic, "online"));

    [Fact]
    public void Decode_more_metrics_than_a_reading_may_have_are_refused()
    {
        var members = string.Join(',', Enumerable.Range(0, 65).Select(i => $"\"m{i}\":1"));

        Assert.Equal("zigbee2mqtt fern: rejected TooMany", Said.By("zigbee2mqtt/fern", $"{{{members}}}"));
    }

    [Fact]
    public void Decode_over_64_KiB_is_too_large() =>
        Assert.Equal("zigbee2mqtt fern: rejected TooLarge", Said.By("zigbee2mqtt/fern", """{"soil_moisture":1}""" + new string(' ', 64 * 1024)));

    [Fact]
    public void Decode_name_of_a_sensor_is_bounded() =>
        Assert.Equal("zigbee2mqtt rejected BadTopic", Said.By("zigbee2mqtt/" + new string('x', 257), """{"soil_moisture":1}"""));

    [Theory]
    [InlineData("office_parasite_soil_moisture", "office_parasite", "soil_moisture")]
    [InlineData("fern_temperature_f", "fern", "temperature_f")]
    [InlineData("moisture", "", "moisture")]
    [InlineData("_moisture", "", "_moisture")]
    [InlineData("uptime", "", "uptime")]
    public void Split_takes_the_longest_metric_at_the_end(string objectId, string owner, string metric) =>
        Assert.Equal((owner, metric), MemberNames.Split(objectId));

    [Theory]
    [InlineData("CarbonDioxide", "carbon_dioxide")]
    [InlineData("Soil Moisture 2", "soil_moisture_2")]
    [InlineData("pm2.5", "pm2_5")]
    [InlineData("soil-warning", "soil_warning")]
    [InlineData("TVOC", "tvoc")]
    [InlineData("température", null)]
    [InlineData("2nd", null)]
    [InlineData("", null)]
    public void ToMetricName_is_snake_case_or_nothing(string name, string? expected) => Assert.Equal(expected, MemberNames.ToMetricName(name));
}
