using System.Diagnostics;
using System.Globalization;
using System.Text;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;
using PlantCare.Domain.Devices;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.EndToEnd;

/// <summary>Systems that gather sensors, by the clients that they use, at the home edition's process.</summary>
[Collection(HomeTests.Name)]
public sealed class GatewayJourneyTests(HomeFixture home)
{
    private const string MosquittoPub = "/usr/bin/mosquitto_pub";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("zigbee2mqtt/office/fern", """{"soil_moisture":42,"linkquality":131}""", "soil_moisture", 42.0)]
    [InlineData("plantcare/{0}/zigbee2mqtt/Office/Fern", """{"soil_moisture":42}""", "soil_moisture", 42.0)]
    [InlineData("home/OMG/BTtoMQTT/C47C8D65B663", """{"id":"C4:7C:8D:65:B6:63","model":"MiFlora","tempc":32,"tempf":89.6}""", "temperature", 32.0)]
    [InlineData("plantcare/{0}/OMG/BTtoMQTT/C47C8D65B663", """{"moi":"30"}""", "soil_moisture", 30.0)]
    [InlineData("plantcare/{0}/tele/ble/SENSOR", """{"Flora-65b663":{"Temperature":77,"MAC":"C47C8D65B663"},"TempUnit":"F"}""", "temperature", 25.0)]
    [InlineData("balcony/sensor/lily_moisture/state", "42.0", "soil_moisture", 42.0)]
    [InlineData("plantcare/{0}/miflora/lily", """{"moisture":30}""", "soil_moisture", 30.0)]
    public async Task MosquittoPub_as_a_gateway_on_its_own_topic_or_below_the_prefix_is_stored(string topic, string payload, string metric, double value)
    {
        var (plant, gateway) = await AddGatewayAsync("C4:7C:8D:65:B6:63", "office/fern", "balcony/lily", "lily");

        await PublishAsync(gateway, string.Format(CultureInfo.InvariantCulture, topic, gateway.DeviceId), payload);

        var row = Assert.Single(await home.Owner.Client.Data.GetLatestAsync(plant, Cancellation));
        Assert.Equal((gateway.DeviceId, value), (row.DeviceId, row.Metrics[metric].Number));
        var rows = await home.Owner.Client.Data.ReadAsync(new DataRequest(DeviceId: gateway.DeviceId), Cancellation);
        Assert.Contains(rows.Data, one => one.Field == metric && one.PlantId == plant);
    }

    [Fact]
    public async Task Gateway_is_let_to_topics_of_systems_that_are_known_and_no_device_is()
    {
        var (_, gateway) = await AddGatewayAsync("fern");
        var (_, device) = await home.Owner.AddPlantWithDeviceAsync("Yucca", Cancellation);
        await using var trusted = await MqttDevice.ConnectAsync(home.Process.MqttPort, gateway, cancellationToken: Cancellation);
        await using var other = await MqttDevice.ConnectAsync(home.Process.MqttPort, device, cancellationToken: Cancellation);

        Assert.Equal(MqttClientPublishReasonCode.Success, await AnswerAsync(trusted, "zigbee2mqtt/fern"));
        Assert.Equal(MqttClientPublishReasonCode.Success, await AnswerAsync(trusted, "homeassistant/sensor/fern/config"));
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, await AnswerAsync(trusted, "elsewhere/fern"));
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, await AnswerAsync(trusted, $"plantcare/{device.DeviceId}/zigbee2mqtt/fern"));
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, await AnswerAsync(other, "zigbee2mqtt/fern"));
        Assert.Equal(MqttClientPublishReasonCode.TopicNameInvalid, await AnswerAsync(other, $"plantcare/{device.DeviceId}/zigbee2mqtt/fern"));
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await SubscribeAsync(trusted, "zigbee2mqtt/#"));
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await SubscribeAsync(trusted, "#"));
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await SubscribeAsync(trusted, $"plantcare/{device.DeviceId}/#"));
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await SubscribeAsync(other, "zigbee2mqtt/#"));
    }

    [Fact]
    public async Task Device_that_becomes_a_gateway_need_not_sign_in_again()
    {
        var (plant, device) = await home.Owner.AddPlantWithDeviceAsync("Agave", Cancellation);
        await using var client = await MqttDevice.ConnectAsync(home.Process.MqttPort, device, cancellationToken: Cancellation);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, await AnswerAsync(client, "zigbee2mqtt/agave"));

        using var changed = await home.Owner.Http.PatchAsync(
            new Uri($"devices/{device.DeviceId}", UriKind.Relative),
            new StringContent($$$$$"""{"type":"gateway","config":{"sensors":{"agave":{"plant_id":"{{{{{plant.Id}}}}}"}}}}""", Encoding.UTF8, "application/json"),
            Cancellation);
        Assert.True(changed.IsSuccessStatusCode, await changed.Content.ReadAsStringAsync(Cancellation));

        Assert.Equal(MqttClientPublishReasonCode.Success, await AnswerAsync(client, "zigbee2mqtt/agave"));
        Assert.Equal(20, Assert.Single(await home.Owner.Client.Data.GetLatestAsync(plant.Id, Cancellation)).Metrics["temperature"].Number);
    }

    private static async Task<MqttClientPublishReasonCode> AnswerAsync(MqttDevice device, string topic) =>
        (await device.PublishToAsync(topic, """{"temperature":20}""", cancellationToken: Cancellation)).ReasonCode;

    private static async Task<MqttClientSubscribeResultCode> SubscribeAsync(MqttDevice device, string filter) => Assert.Single((await device.Client.SubscribeAsync(
        new MqttTopicFilter { Topic = filter, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce }, Cancellation)).Items).ResultCode;

    private async Task PublishAsync(DeviceWithSecretResponse gateway, string topic, string payload)
    {
        Require.File(MosquittoPub);
        using var publish = Process.Start(MosquittoPub,
        [
            "-V", "5", "-q", "1", "-h", "127.0.0.1", "-p", home.Process.MqttPort.ToString(CultureInfo.InvariantCulture),
            "-u", gateway.Mqtt.Username, "-P", gateway.Secret, "-t", topic, "-m", payload,
        ]);
        await publish.WaitForExitAsync(Cancellation);
        Assert.Equal(0, publish.ExitCode);
    }

    private async Task<(Guid Plant, DeviceWithSecretResponse Gateway)> AddGatewayAsync(params string[] sensors)
    {
        var plant = await home.Owner.Client.Plants.CreateAsync(new("Fern"), Cancellation);
        var config = new DeviceConfig { Sensors = sensors.ToDictionary(name => name, _ => new AdoptedSensor(plant.Id), StringComparer.Ordinal) };
        return (plant.Id, await home.Owner.Client.Devices.CreateAsync(new CreateDeviceRequest(Type: DeviceType.Gateway, Config: config), Cancellation));
    }
}
