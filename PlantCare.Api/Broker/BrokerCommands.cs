using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;
using PlantCare.Contracts.Mqtt;
using PlantCare.Domain.Care;

namespace PlantCare.Api.Broker;

/// <summary>Takes commands to a broker of its own, over a connection that is made for the first one and again for the next one after it broke.</summary>
internal sealed class BrokerCommands(BrokerConnectionString broker, DeviceAccountSettings settings, TimeProvider time) : ICommandChannel, IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc/>
    public async Task<bool> TrySendAsync(string deviceId, ReadOnlyMemory<byte> command, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await ConnectAsync(cancellationToken);
            return await PublishAsync(deviceId, command, expiresAt, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _client.TryDisconnectAsync();
        _client.Dispose();
        _turn.Dispose();
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        if (_client.IsConnected)
        {
            return;
        }

        var options = new MqttClientOptionsBuilder()
            .WithBroker(broker)
            .WithClientId($"plantcare-commands-{Guid.CreateVersion7():n}")
            .WithKeepAlivePeriod(settings.KeepAlive)
            .WithTimeout(settings.ConnectTimeout)
            .Build();
        try
        {
            var connected = await _client.ConnectAsync(options, cancellationToken);
            if (connected.ResultCode != MqttClientConnectResultCode.Success)
            {
                throw new IOException($"it refuses the account of {BrokerConnectionString.Key} ({connected.ResultCode})");
            }
        }
        catch (Exception exception) when (exception is MqttCommunicationException or InvalidOperationException)
        {
            // InvalidOperationException: the last connection is still being taken down.
            throw new IOException("it does not answer", exception);
        }
    }

    private async Task<bool> PublishAsync(string deviceId, ReadOnlyMemory<byte> command, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var message = new MqttApplicationMessageBuilder()
            .WithTopic(Topics.Commands(deviceId))
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithMessageExpiryInterval((uint)Math.Max(1, Math.Ceiling((expiresAt - time.GetUtcNow()).TotalSeconds)))
            .WithPayload(command.ToArray())
            .Build();
        using var timeout = new CancellationTokenSource(settings.CommandTimeout, time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var result = await _client.PublishAsync(message, giveUp.Token);
            return result.ReasonCode switch
            {
                MqttClientPublishReasonCode.Success => true,
                MqttClientPublishReasonCode.NoMatchingSubscribers => false,
                _ => throw new IOException($"it does not let the account of {BrokerConnectionString.Key} publish commands ({result.ReasonCode})"),
            };
        }
        catch (MqttClientNotConnectedException exception)
        {
            throw new IOException("the connection ended", exception);
        }
        catch (Exception exception) when (exception is MqttCommunicationException or OperationCanceledException)
        {
            // Nobody can say whether the broker got it: the device's answer will, or its time runs out.
            return true;
        }
    }
}
