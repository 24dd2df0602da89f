using System.Net;
using System.Text;
using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using PlantCare.Contracts.Devices;
using PlantCare.Domain.Devices;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.EndToEnd;

/// <summary>What becomes of a device's connection at the home edition's broker when its secret, or whether it may sign in, changes.</summary>
[Collection(HomeTests.Name)]
public sealed class DeviceJourneyTests(HomeFixture home)
{
    private const string Reading = """{"temperature":20}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rotate_leaves_the_connection_alone_until_the_device_signs_in_with_the_new_secret()
    {
        var (_, device) = await home.Owner.AddPlantWithDeviceAsync("Agave", Cancellation);
        await using var old = await ConnectAsync(device);

        var rotated = await home.Owner.Client.Devices.RotateSecretAsync(device.DeviceId, Cancellation);

        Assert.Equal(MqttClientPublishReasonCode.Success, (await old.PublishAsync(Reading, cancellationToken: Cancellation)).ReasonCode);
        await old.Client.DisconnectAsync(cancellationToken: Cancellation);
        await using (var again = await ConnectAsync(device))
        {
            Assert.Equal(MqttClientPublishReasonCode.Success, (await again.PublishAsync(Reading, cancellationToken: Cancellation)).ReasonCode);
        }

        await using var current = await ConnectAsync(rotated);
        // Not over MQTT, where whoever signs in takes the device's connection over.
        await Until.TrueAsync(async () => await PostAsync(device) == HttpStatusCode.Unauthorized, Cancellation);
        Assert.Equal(MqttClientPublishReasonCode.Success, (await current.PublishAsync(Reading, cancellationToken: Cancellation)).ReasonCode);
        Assert.True(current.Client.IsConnected);
    }

    [Fact]
    public async Task Rotate_of_a_device_that_uses_its_new_secret_over_HTTP_ends_the_connection_of_the_old_one()
    {
        var (_, device) = await home.Owner.AddPlantWithDeviceAsync("Agave", Cancellation);
        await using var old = await ConnectAsync(device);
        var rotated = await home.Owner.Client.Devices.RotateSecretAsync(device.DeviceId, Cancellation);

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(rotated));

        await Until.TrueAsync(() => Task.FromResult(!old.Client.IsConnected), Cancellation);
        Assert.True(await IsRefusedAsync(device));
    }

    [Fact]
    public async Task Update_disabled_ends_the_connection_and_refuses_the_device_until_it_is_enabled()
    {
        var (_, device) = await home.Owner.AddPlantWithDeviceAsync("Agave", Cancellation);
        await using var client = await ConnectAsync(device);

        await home.Owner.Client.Devices.UpdateAsync(device.DeviceId, new UpdateDeviceRequest { Disabled = true }, Cancellation);

        await Until.TrueAsync(() => Task.FromResult(!client.Client.IsConnected), Cancellation);
        Assert.True(await IsRefusedAsync(device));
        await home.Owner.Client.Devices.UpdateAsync(device.DeviceId, new UpdateDeviceRequest { Disabled = false }, Cancellation);
        Assert.False(await IsRefusedAsync(device));
    }

    [Fact]
    public async Task Device_from_a_factory_announces_itself_is_claimed_and_publishes_on_the_same_connection()
    {
        var (deviceId, key, code) = ("factory-agave", DeviceSecret.Generate(), "K7QM-2X9D-FZ4P");
        await home.Owner.Client.Devices.ImportAsync([new ImportedDevice(deviceId, Key: key, Code: code, Model: "Pot 2")], Cancellation);
        var login = (await home.Owner.AddPlantWithDeviceAsync("Agave", Cancellation)).Device with { DeviceId = deviceId, Secret = key };
        var waiting = login with { Mqtt = login.Mqtt with { Username = deviceId, Password = key } };
        Assert.True(await IsRefusedAsync(waiting with { Secret = "another key" }));

        await using var client = await ConnectAsync(waiting);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, (await client.PublishAsync(Reading, cancellationToken: Cancellation)).ReasonCode);
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await SubscribeAsync(client, $"plantcare/{deviceId}/commands"));
        var announced = await client.PublishToAsync("plantcare/provision", """{"model":"Pot 3","firmware":"1.4.0"}""", cancellationToken: Cancellation);
        Assert.Equal(MqttClientPublishReasonCode.Success, announced.ReasonCode);
        var listed = Assert.Single((await home.Owner.Client.Devices.ListWaitingAsync(cancellationToken: Cancellation)).Data, one => one.DeviceId == deviceId);
        Assert.Equal(("Pot 3", "1.4.0"), (listed.Model, listed.Firmware));

        await home.Owner.Client.Devices.ClaimAsync(new ClaimDeviceRequest(code, login.PlantId), Cancellation);

        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await SubscribeAsync(client, $"plantcare/{deviceId}/commands"));
        Assert.Equal(MqttClientPublishReasonCode.Success, (await client.PublishAsync(Reading, cancellationToken: Cancellation)).ReasonCode);
    }

    private static async Task<MqttClientSubscribeResultCode> SubscribeAsync(MqttDevice device, string filter) => Assert.Single((await device.Client.SubscribeAsync(
        new MqttTopicFilter { Topic = filter, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce }, Cancellation)).Items).ResultCode;

    private Task<MqttDevice> ConnectAsync(DeviceWithSecretResponse device) =>
        MqttDevice.ConnectAsync(home.Process.MqttPort, device, cancellationToken: Cancellation);

    private async Task<HttpStatusCode> PostAsync(DeviceWithSecretResponse device)
    {
        using var http = new HttpClient { BaseAddress = home.Owner.Http.BaseAddress };
        http.DefaultRequestHeaders.Authorization = Api.ApiCaller.Basic(device.DeviceId, device.Secret);
        using var content = new StringContent(Reading, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("data", UriKind.Relative), content, Cancellation);
        return answer.StatusCode;
    }

    private async Task<bool> IsRefusedAsync(DeviceWithSecretResponse device)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        var options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", home.Process.MqttPort).WithCredentials(device.Mqtt.Username, device.Secret).Build();
        try
        {
            return (await client.ConnectAsync(options, Cancellation)).ResultCode != MqttClientConnectResultCode.Success;
        }
        catch (MqttConnectingFailedException)
        {
            return true;
        }
    }
}
