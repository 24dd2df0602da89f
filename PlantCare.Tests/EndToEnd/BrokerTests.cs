using System.Text;
using MQTTnet;
using MQTTnet.Formatter;
using PlantCare.Contracts.Administration;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Mqtt;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.EndToEnd;

/// <summary>What the broker lets clients do, and what it tells them when it does not.</summary>
[Collection(HomeTests.Name)]
public sealed class BrokerTests(HomeFixture home)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Account_disabled_cutsItsDevicesOffUntilItIsEnabled()
    {
        var token = TestContext.Current.CancellationToken;
        using var other = await HomeOwner.RegisterAsync(home.Process.Api, $"{Guid.CreateVersion7():n}@example.com", token);
        var (_, device) = await other.AddPlantWithDeviceAsync("Aloe", token);
        var account = (await other.Client.Auth.GetMeAsync(token)).Id;
        await using var client = await MqttDevice.ConnectAsync(home.Process.MqttPort, device, cancellationToken: token);
        var system = await home.Owner.Client.Administration.GetSystemAsync(token);
        Assert.True(system.Broker is { Kind: "embedded", Connections: >= 1 }, $"{system}");

        await home.Owner.Client.Administration.UpdateUserAsync(account, new UpdateAccountRequest { Disabled = true }, token);

        await Until.TrueAsync(() => Task.FromResult(!client.Client.IsConnected), token);
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectOrThrowAsync(device, token));
        await home.Owner.Client.Administration.UpdateUserAsync(account, new UpdateAccountRequest { Disabled = false }, token);
        await ConnectOrThrowAsync(device, token);
    }

    [Fact]
    public async Task Publish_refused_saysWhyInThePubAck()
    {
        var token = TestContext.Current.CancellationToken;
        var (_, device) = await home.Owner.AddPlantWithDeviceAsync("Ivy", token);
        await using var client = await MqttDevice.ConnectAsync(home.Process.MqttPort, device, cancellationToken: token);

        var impossible = await client.PublishAsync("""{"humidity":300}""", cancellationToken: token);
        var notJson = await client.PublishAsync("{oops", cancellationToken: token);
        var mixed = await client.PublishAsync("""[{"humidity":50},{"humidity":-4}]""", cancellationToken: token);

        Assert.Equal(MqttClientPublishReasonCode.PayloadFormatInvalid, impossible.ReasonCode);
        Assert.StartsWith("out_of_range: humidity is 300", impossible.ReasonString, StringComparison.Ordinal);
        Assert.Equal(MqttClientPublishReasonCode.PayloadFormatInvalid, notJson.ReasonCode);
        Assert.StartsWith("not_json: ", notJson.ReasonString, StringComparison.Ordinal);
        Assert.Contains("humidity is -4", mixed.ReasonString, StringComparison.Ordinal);
        var letters = await home.Owner.Client.Devices.ListDeadLettersAsync(device.DeviceId, cancellationToken: token);
        Assert.Equal(3, letters.Data.Count);
        Assert.Contains(letters.Data, letter => letter.Payload == "{oops");
    }

    [Fact]
    public async Task Connect_secondTime_takesOverTheFirst()
    {
        var token = TestContext.Current.CancellationToken;
        var (plant, device) = await home.Owner.AddPlantWithDeviceAsync("Orchid", token);
        await using var first = await MqttDevice.ConnectAsync(home.Process.MqttPort, device, configure: b => b.WithClientId("first"), cancellationToken: token);
        var gone = new TaskCompletionSource<MqttClientDisconnectReason>(TaskCreationOptions.RunContinuationsAsynchronously);
        first.Client.DisconnectedAsync += args =>
        {
            gone.TrySetResult(args.Reason);
            return Task.CompletedTask;
        };

        await using var second = await MqttDevice.ConnectAsync(home.Process.MqttPort, device, configure: b => b.WithClientId("second"), cancellationToken: token);

        Assert.Equal(MqttClientDisconnectReason.SessionTakenOver, await gone.Task.WaitAsync(Patience, token));
        Assert.True((await second.PublishAsync("""{"temperature":22}""", cancellationToken: token)).IsSuccess);
        Assert.Single(await home.Owner.Client.Data.GetLatestAsync(plant.Id, token));
    }

    [Fact]
    public async Task Rotate_atOnce_connectedDevice_isDisconnectedAndItsOldSecretEnds()
    {
        var token = TestContext.Current.CancellationToken;
        var (_, device) = await home.Owner.AddPlantWithDeviceAsync("Cactus", token);
        await using var client = await MqttDevice.ConnectAsync(home.Process.MqttPort, device, cancellationToken: token);
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Client.DisconnectedAsync += _ =>
        {
            gone.TrySetResult();
            return Task.CompletedTask;
        };

        var rotated = await home.Owner.Client.Devices.RotateSecretAtOnceAsync(device.DeviceId, token);

        await gone.Task.WaitAsync(Patience, token);
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectOrThrowAsync(device, token));
        await using var again = await MqttDevice.ConnectAsync(home.Process.MqttPort, rotated, cancellationToken: token);
        Assert.True((await again.PublishAsync("""{"temperature":22}""", cancellationToken: token)).IsSuccess);
    }

    [Fact]
    public async Task Will_ofABrokenConnection_setsTheDeviceOffline()
    {
        var token = TestContext.Current.CancellationToken;
        var (_, device) = await home.Owner.AddPlantWithDeviceAsync("Tulip", token);
        var client = await MqttDevice.ConnectAsync(
            home.Process.MqttPort,
            device,
            configure: builder => builder.WithWillTopic(Topics.Status(device.DeviceId)).WithWillPayload(Encoding.UTF8.GetBytes("offline")).WithWillRetain(),
            cancellationToken: token);
        await client.PublishToAsync(Topics.Status(device.DeviceId), "online", retain: true, cancellationToken: token);
        await StatusBecomesAsync(device.DeviceId, DeviceStatus.Online, token);

        client.Client.Dispose();

        await StatusBecomesAsync(device.DeviceId, DeviceStatus.Offline, token);
    }

    [Fact]
    public async Task Mqtt311_refusedReading_isAcknowledgedAndKept()
    {
        var token = TestContext.Current.CancellationToken;
        var (plant, device) = await home.Owner.AddPlantWithDeviceAsync("Rose", token);
        await using var client = await MqttDevice.ConnectAsync(home.Process.MqttPort, device, MqttProtocolVersion.V311, cancellationToken: token);

        await client.PublishAsync("""{"humidity":300}""", cancellationToken: token);
        await client.PublishAsync("""{"humidity":40}""", cancellationToken: token);

        Assert.Single(await home.Owner.Client.Data.GetLatestAsync(plant.Id, token));
        Assert.Single((await home.Owner.Client.Devices.ListDeadLettersAsync(device.DeviceId, cancellationToken: token)).Data);
    }

    [Fact]
    public async Task Publish_over64KiB_isRefusedWithAReasonAndTheConnectionStays()
    {
        var token = TestContext.Current.CancellationToken;
        var (_, device) = await home.Owner.AddPlantWithDeviceAsync("Oak", token);
        await using var client = await MqttDevice.ConnectAsync(home.Process.MqttPort, device, cancellationToken: token);

        var tooLong = await client.PublishAsync(new string(' ', 70_000) + "{}", cancellationToken: token);

        Assert.Equal(MqttClientPublishReasonCode.QuotaExceeded, tooLong.ReasonCode);
        Assert.True((await client.PublishAsync("""{"temperature":20}""", cancellationToken: token)).IsSuccess);
    }

    private async Task ConnectOrThrowAsync(DeviceWithSecretResponse device, CancellationToken cancellationToken)
    {
        await using var client = await MqttDevice.ConnectAsync(home.Process.MqttPort, device, cancellationToken: cancellationToken);
        if (!client.Client.IsConnected)
        {
            throw new InvalidOperationException("Refused.");
        }
    }

    private async Task StatusBecomesAsync(string deviceId, DeviceStatus status, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while ((await home.Owner.Client.Devices.GetAsync(deviceId, patience.Token)).Status != status)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
        }
    }
}
