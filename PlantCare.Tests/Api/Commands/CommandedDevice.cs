using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Protocol;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Mqtt;
using PlantCare.Tests.EndToEnd;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Api.Commands;

/// <summary>A device that listens for commands, and says of them what a test has it say.</summary>
internal sealed class CommandedDevice : IAsyncDisposable
{
    private readonly MqttDevice _device;

    private CommandedDevice(MqttDevice device) => _device = device;

    /// <summary>What it was told, in order.</summary>
    public ConcurrentQueue<JsonElement> Heard { get; } = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Signs in and listens; its session outlives the connection.</summary>
    public static async Task<CommandedDevice> ListenAsync(int port, DeviceWithSecretResponse device)
    {
        var commanded = new CommandedDevice(await MqttDevice.ConnectAsync(
            port, device, configure: options => options.WithClientId(device.DeviceId).WithCleanStart(false).WithSessionExpiryInterval(3_600), cancellationToken: Cancellation));
        commanded._device.Client.ApplicationMessageReceivedAsync += commanded.HearAsync;
        await commanded._device.Client.SubscribeAsync(Topics.Commands(device.DeviceId), MqttQualityOfServiceLevel.AtLeastOnce, Cancellation);
        return commanded;
    }

    /// <summary>Waits for the first command.</summary>
    public async Task<JsonElement> HearAsync()
    {
        await Until.TrueAsync(() => Task.FromResult(!Heard.IsEmpty), Cancellation);
        return Heard.First();
    }

    /// <summary>Says what became of a command.</summary>
    public Task AnswerAsync(Guid id, string status, string? detail = null) => _device.PublishToAsync(
        Topics.CommandResults(_device.DeviceId),
        JsonSerializer.Serialize(new Dictionary<string, string?>(StringComparer.Ordinal) { ["id"] = id.ToString(), ["status"] = status, ["detail"] = detail }),
        cancellationToken: Cancellation);

    public ValueTask DisposeAsync() => _device.DisposeAsync();

    private Task HearAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        Heard.Enqueue(JsonDocument.Parse(Encoding.UTF8.GetString(args.ApplicationMessage.Payload)).RootElement);
        return Task.CompletedTask;
    }
}
