using System.Text;
using CsCheck;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Decoding;

namespace PlantCare.Tests.Ingest;

public class ReadingDecoderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid User = Guid.Parse("11111111-1111-7111-8111-111111111111");
    private static readonly PlantLabel Basil = new(Guid.Parse("22222222-2222-7222-8222-222222222222"), User, "Basil", "Kitchen");
    private static readonly PlantLabel Fern = new(Guid.Parse("33333333-3333-7333-8333-333333333333"), User, "Fern", Location: null);

    [Fact]
    public void Decode_the_contracts_reading_is_kept_whole()
    {
        var reading = One("""
            {"device_id":"raspberry-pi-001","plant_id":"22222222-2222-7222-8222-222222222222","user_id":"11111111-1111-7111-8111-111111111111",
             "temperature":24.5,"humidity":65.2,"soil_moisture":450,"lighting":"ON","watering":false,"timestamp":"2026-03-14T10:30:00Z"}
            """);

        Assert.Equal(Now.AddMinutes(-90), reading.Time);
        Assert.Equal(Basil, reading.Plant);
        Assert.Equal("raspberry-pi-001", reading.DeviceId);
        Assert.Equal(
            [
                new Measurement("temperature", MetricValue.Of(24.5)),
                new Measurement("humidity", MetricValue.Of(65.2)),
                new Measurement("soil_moisture", MetricValue.Of(450.0)),
                new Measurement("lighting", MetricValue.Of("ON")),
                new Measurement("watering", MetricValue.Of(false)),
            ],
            reading.Measurements);
    }

    [Theory]
    [InlineData("\"2026-03-14T11:59:59.123Z\"", "2026-03-14T11:59:59.123Z")]
    [InlineData("\"2026-03-14T13:59:59+02:00\"", "2026-03-14T11:59:59Z")]
    [InlineData("\"2026-03-14T11:59:59.1239999Z\"", "2026-03-14T11:59:59.123Z")]
    [InlineData("\"2026-03-14T11:59:59\"", "2026-03-14T11:59:59Z")]
    [InlineData("\"2026-03-14 11:59:59Z\"", "2026-03-14T11:59:59Z")]
    [InlineData("1773489599", "2026-03-14T11:59:59Z")]
    [InlineData("1773489599.25", "2026-03-14T11:59:59.25Z")]
    [InlineData("1773489599123", "2026-03-14T11:59:59.123Z")]
    [InlineData("\"1773489599\"", "2026-03-14T11:59:59Z")]
    public void Decode_timestamp_in_every_accepted_form(string timestamp, string expected)
    {
        var time = DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(time, One($$"""{"temperature":20,"timestamp":{{timestamp}}}""").Time);
        Assert.Equal(time, One($$"""{"ts":{{timestamp}},"temperature":20}""").Time);
    }

    [Fact]
    public void Decode_without_a_timestamp_takes_the_time_of_arrival_and_never_the_same_twice()
    {
        var decoded = Decode("""[{"temperature":1},{"temperature":2},{"temperature":3}]""");

        Assert.Equal([Now, Now.AddMilliseconds(1), Now.AddMilliseconds(2)], decoded.Readings.Select(reading => reading.Time));
    }

    [Theory]
    [InlineData("lighting", "\"on\"", "ON")]
    [InlineData("lighting", "true", "ON")]
    [InlineData("lighting", "0", "OFF")]
    public void Decode_lighting_becomes_on_or_off(string metric, string value, string expected) =>
        Assert.Equal(MetricValue.Of(expected), One($$"""{"{{metric}}":{{value}}}""").Measurements.Single().Value);

    [Theory]
    [InlineData("true", true)]
    [InlineData("1", true)]
    [InlineData("\"OFF\"", false)]
    [InlineData("\"false\"", false)]
    public void Decode_watering_becomes_true_or_false(string value, bool expected) =>
        Assert.Equal(MetricValue.Of(expected), One($$"""{"watering":{{value}}}""").Measurements.Single().Value);

    [Fact]
    public void Decode_known_numbers_may_be_strings() =>
        Assert.Equal(MetricValue.Of(21.5), One("""{"temperature":"21.5"}""").Measurements.Single().Value);

    [Fact]
    public void Decode_unknown_members_are_kept_as_metrics_of_their_type()
    {
        var reading = One("""{"leaf_wetness":3.5,"pump_ok":true,"mode":"eco","absent":null,"nested":{"a":[1]},"list":[1],"Bad-Name":1}""");

        Assert.Equal(
            [
                new Measurement("leaf_wetness", MetricValue.Of(3.5)),
                new Measurement("pump_ok", MetricValue.Of(true)),
                new Measurement("mode", MetricValue.Of("eco")),
            ],
            reading.Measurements);
    }

    [Fact]
    public void Decode_member_twice_keeps_the_last() =>
        Assert.Equal(MetricValue.Of(2.0), One("""{"temperature":1,"temperature":2}""").Measurements.Single().Value);

    [Fact]
    public void Decode_escaped_names_are_the_same_names() =>
        Assert.Equal("temperature", One("""{"\u0074emperature":1}""").Measurements.Single().Metric);

    [Theory]
    [InlineData("", RejectionReason.NotJson)]
    [InlineData("hello", RejectionReason.NotJson)]
    [InlineData("{\"temperature\":1", RejectionReason.NotJson)]
    [InlineData("{\"temperature\":1}x", RejectionReason.NotJson)]
    [InlineData("{\"temperature\":1}{\"temperature\":1}", RejectionReason.NotJson)]
    [InlineData("{\"temperature\":NaN}", RejectionReason.NotJson)]
    [InlineData("[{\"temperature\":1},", RejectionReason.NotJson)]
    [InlineData("{\"note\":\"\\ud800\"}", RejectionReason.NotJson)]
    [InlineData("42.0", RejectionReason.NotAReading)]
    [InlineData("\"online\"", RejectionReason.NotAReading)]
    [InlineData("[]", RejectionReason.NotAReading)]
    [InlineData("[1]", RejectionReason.NotAReading)]
    [InlineData("{}", RejectionReason.NoMetric)]
    [InlineData("{\"timestamp\":1773489599}", RejectionReason.NoMetric)]
    [InlineData("{\"Temperature\":20}", RejectionReason.NoMetric)]
    [InlineData("{\"temperature\":null}", RejectionReason.NoMetric)]
    [InlineData("{\"temperature\":1e999}", RejectionReason.BadValue)]
    [InlineData("{\"temperature\":\"NaN\"}", RejectionReason.BadValue)]
    [InlineData("{\"temperature\":\"warm\"}", RejectionReason.BadValue)]
    [InlineData("{\"temperature\":true}", RejectionReason.BadValue)]
    [InlineData("{\"temperature\":{}}", RejectionReason.BadValue)]
    [InlineData("{\"custom\":1e999}", RejectionReason.BadValue)]
    [InlineData("{\"watering\":\"maybe\"}", RejectionReason.BadValue)]
    [InlineData("{\"watering\":2}", RejectionReason.BadValue)]
    [InlineData("{\"lighting\":\"dim\"}", RejectionReason.BadValue)]
    [InlineData("{\"temperature\":999}", RejectionReason.OutOfRange)]
    [InlineData("{\"temperature\":20,\"humidity\":-1}", RejectionReason.OutOfRange)]
    [InlineData("{\"soil_moisture\":4096}", RejectionReason.OutOfRange)]
    [InlineData("{\"temperature\":1,\"timestamp\":\"yesterday\"}", RejectionReason.BadTimestamp)]
    [InlineData("{\"temperature\":1,\"timestamp\":true}", RejectionReason.BadTimestamp)]
    [InlineData("{\"temperature\":1,\"timestamp\":-5}", RejectionReason.BadTimestamp)]
    [InlineData("{\"temperature\":1,\"timestamp\":1e300}", RejectionReason.BadTimestamp)]
    [InlineData("{\"temperature\":1,\"timestamp\":\"2026-03-14T12:05:01Z\"}", RejectionReason.ClockAhead)]
    [InlineData("{\"temperature\":1,\"timestamp\":\"2026-02-12T11:59:59Z\"}", RejectionReason.TooOld)]
    [InlineData("{\"temperature\":1,\"timestamp\":0}", RejectionReason.TooOld)]
    [InlineData("{\"temperature\":1,\"device_id\":\"another\"}", RejectionReason.IdentityMismatch)]
    [InlineData("{\"temperature\":1,\"device_id\":5}", RejectionReason.IdentityMismatch)]
    [InlineData("{\"temperature\":1,\"user_id\":\"99999999-1111-7111-8111-111111111111\"}", RejectionReason.IdentityMismatch)]
    [InlineData("{\"temperature\":1,\"plant_id\":\"33333333-3333-7333-8333-333333333333\"}", RejectionReason.IdentityMismatch)]
    [InlineData("{\"temperature\":1,\"plant_id\":\"1\"}", RejectionReason.IdentityMismatch)]
    public void Decode_what_cannot_be_stored_says_why(string payload, RejectionReason reason)
    {
        var decoded = Decode(payload);

        Assert.Empty(decoded.Readings);
        Assert.Equal(reason, Assert.Single(decoded.Rejections).Reason);
        Assert.NotEmpty(decoded.Rejections[0].Detail);
    }

    [Theory]
    [InlineData("2026-03-14T12:05:00Z")]
    [InlineData("2026-02-12T12:00:00Z")]
    public void Decode_timestamps_just_inside_the_limits_are_kept(string timestamp) =>
        Assert.Single(Decode($$"""{"temperature":1,"timestamp":"{{timestamp}}"}""").Readings);

    [Fact]
    public void Decode_over_64_KiB_is_too_large()
    {
        var padding = new string(' ', ReadingDecoder.MaxPayloadBytes - """{"temperature":1}""".Length);

        Assert.Single(Decode("""{"temperature":1}""" + padding).Readings);
        Assert.Equal(RejectionReason.TooLarge, Decode("""{"temperature":1}""" + padding + " ").Rejections.Single().Reason);
    }

    [Fact]
    public void Decode_bounds_readings_and_metrics()
    {
        Assert.Equal(1_000, Decode($"[{string.Join(',', Enumerable.Repeat("""{"ph":7}""", 1_000))}]").Readings.Count);
        Assert.Equal(RejectionReason.TooMany, Decode($"[{string.Join(',', Enumerable.Repeat("""{"ph":7}""", 1_001))}]").Rejections.Single().Reason);
        Assert.Equal(64, One($"{{{string.Join(',', Enumerable.Range(0, 64).Select(i => $"\"m{i}\":1"))}}}").Measurements.Count);
        Assert.Equal(
            RejectionReason.TooMany, Decode($"{{{string.Join(',', Enumerable.Range(0, 65).Select(i => $"\"m{i}\":1"))}}}").Rejections.Single().Reason);
    }

    [Fact]
    public void Decode_array_keeps_the_good_and_names_the_bad()
    {
        var decoded = Decode("""[{"temperature":20},{"temperature":999},{"humidity":50}]""");

        Assert.Equal(2, decoded.Readings.Count);
        Assert.Equal(new Rejection(RejectionReason.OutOfRange, "reading 2: temperature is 999; possible is -60 to 85 °C"), decoded.Rejections.Single());
    }

    [Fact]
    public void Decode_calibration_turns_counts_into_percent()
    {
        var device = Device(Basil, new DeviceConfig { Calibration = new Dictionary<string, Calibration> { ["soil_moisture"] = new(Dry: 800, Wet: 200) } });

        Assert.Equal(MetricValue.Of(50.0), One("""{"soil_moisture":500}""", device).Measurements.Single().Value);
        Assert.Equal(MetricValue.Of(0.0), One("""{"soil_moisture":950}""", device).Measurements.Single().Value);
        Assert.Equal(MetricValue.Of(100.0), One("""{"soil_moisture":90}""", device).Measurements.Single().Value);
    }

    [Fact]
    public void Decode_channels_place_each_probe_in_its_plant_and_share_the_rest()
    {
        var device = Device(plant: null, Channels(("soil_moisture_1", Basil), ("soil_moisture_2", Fern)), Basil, Fern);

        var readings = Decode("""{"soil_moisture_1":30,"soil_moisture_2":60,"temperature":21}""", device).Readings.ToDictionary(r => r.Plant.Name);

        Assert.Equal([("soil_moisture", 30.0), ("temperature", 21.0)], Numbers(readings["Basil"]));
        Assert.Equal([("soil_moisture", 60.0), ("temperature", 21.0)], Numbers(readings["Fern"]));
    }

    [Fact]
    public void Decode_channels_beside_a_plant_of_the_devices_own_leave_the_rest_to_it()
    {
        var device = Device(Basil, Channels(("soil_moisture_2", Fern)), Fern);

        var readings = Decode("""{"soil_moisture":30,"soil_moisture_2":60,"temperature":21}""", device).Readings.ToDictionary(r => r.Plant.Name);

        Assert.Equal([("soil_moisture", 30.0), ("temperature", 21.0)], Numbers(readings["Basil"]));
        Assert.Equal([("soil_moisture", 60.0)], Numbers(readings["Fern"]));
    }

    [Fact]
    public void Decode_device_without_a_plant_is_told_so() =>
        Assert.Equal(RejectionReason.NoPlant, Decode("""{"temperature":1}""", Device(plant: null, DeviceConfig.Empty)).Rejections.Single().Reason);

    [Fact]
    public void Decode_any_bytes_never_throws() => Gen.Byte.Array[0, 300].Sample(bytes => Decode(bytes).Rejections.Count >= 0, iter: 20_000);

    [Fact]
    public void Decode_any_damage_to_a_good_payload_never_throws_and_never_invents()
    {
        var good = Encoding.UTF8.GetBytes("""[{"temperature":24.5,"humidity":65,"ts":1773489599,"note":"é"},{"watering":true,"device_id":"raspberry-pi-001"}]""");
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Array[1, 4].Sample(
            damages =>
            {
                var bytes = good.ToArray();
                foreach (var (place, value) in damages)
                {
                    bytes[place] = value;
                }

                var decoded = Decode(bytes);
                Assert.All(decoded.Readings, reading => Assert.Equal((Basil, "raspberry-pi-001"), (reading.Plant, reading.DeviceId)));
                Assert.True(decoded.Readings.Count + decoded.Rejections.Count > 0);
            },
            iter: 20_000);
    }

    private static IEnumerable<(string Metric, double Number)> Numbers(Reading reading) =>
        reading.Measurements.Select(measurement => (measurement.Metric, measurement.Value.Number)).OrderBy(pair => pair.Metric, StringComparer.Ordinal);

    private static DeviceConfig Channels(params (string Member, PlantLabel Plant)[] channels) =>
        new() { Channels = channels.ToDictionary(channel => channel.Member, channel => new Channel(channel.Plant.Id, "soil_moisture")) };

    private static DeviceIdentity Device(PlantLabel? plant, DeviceConfig config, params PlantLabel[] channelPlants) =>
        new("raspberry-pi-001", User, [], plant, config, channelPlants.ToDictionary(label => label.Id));

    private static Reading One(string payload, DeviceIdentity? device = null)
    {
        var decoded = Decode(payload, device);
        Assert.Empty(decoded.Rejections);
        return Assert.Single(decoded.Readings);
    }

    private static DecodedMessage Decode(string payload, DeviceIdentity? device = null) => Decode(Encoding.UTF8.GetBytes(payload), device);

    private static DecodedMessage Decode(byte[] payload, DeviceIdentity? device = null) => ReadingDecoder.Decode(
        payload,
        new DecodingContext(device ?? Device(Basil, DeviceConfig.Empty), Now, new ArrivalClock(), Now.AddDays(-30), Now.AddMinutes(5)));
}
