using System.Text.Json;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using PlantCare.Contracts.Mqtt;

namespace PlantCare.Simulator.Publishing;

/// <summary>A device's sign-in.</summary>
/// <param name="DeviceId">Its name on the wire.</param>
/// <param name="Secret">Its secret.</param>
internal sealed record DeviceSignIn(string DeviceId, string Secret);

/// <summary>The broker refuses the device, and trying again will not change that.</summary>
/// <param name="message">Why.</param>
internal sealed class SignInRefusedException(string message) : Exception(message);

/// <summary>
/// A device's connection: signs in, says that it is online and lets the broker say when it no longer is, publishes at QoS 1, listens for
/// commands, and comes back with growing pauses when the connection breaks.
/// </summary>
internal sealed partial class DeviceLink : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly BrokerAddress _broker;
    private readonly DeviceSignIn _device;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public DeviceLink(BrokerAddress broker, DeviceSignIn device, TimeProvider time, ILogger logger)
    {
        (_broker, _device, _time, _logger) = (broker, device, time, logger);
        _client.ApplicationMessageReceivedAsync += ReceiveAsync;
    }

    /// <summary>Told how many seconds to water; answers what became of it.</summary>
    public Func<double, string>? OnWater { get; set; }

    /// <summary>Publishes and waits for the acknowledgement, however often the connection breaks meanwhile.</summary>
    /// <returns>False when the broker took the message but not what it holds.</returns>
    /// <exception cref="SignInRefusedException">The broker does not know the device, or not by this secret.</exception>
    public async Task<bool> PublishAsync(byte[] payload, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (true)
        {
            try
            {
                await ConnectAsync(cancellationToken);
                var result = await _client.PublishAsync(Message(Topics.Readings(_device.DeviceId), payload), cancellationToken);
                if (!result.IsSuccess && result.ReasonCode != MqttClientPublishReasonCode.NoMatchingSubscribers)
                {
                    Log.Refused(_logger, _device.DeviceId, result.ReasonCode, result.ReasonString);
                    return false;
                }

                return true;
            }
            catch (Exception exception) when (IsBrokenConnection(exception) && !cancellationToken.IsCancellationRequested)
            {
                var reason = exception.GetBaseException().Message;
                Log.Broken(_logger, _device.DeviceId, reason, pause);
                await Task.Delay(pause * (0.5 + (Random.Shared.NextDouble() / 2)), _time, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    /// <summary>Says goodbye.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_client.IsConnected)
            {
                await _client.PublishAsync(Message(Topics.Status(_device.DeviceId), "offline"u8.ToArray(), retain: true));
                await _client.DisconnectAsync();
            }
        }
        catch (Exception exception) when (IsBrokenConnection(exception))
        {
            // The broker says it by itself: that is what the will is for.
        }

        _client.Dispose();
    }

    // InvalidOperationException: the client is still taking the last connection down while the next one is asked for.
    private static bool IsBrokenConnection(Exception exception) => exception
        is MqttCommunicationException or MqttClientNotConnectedException or MqttCommunicationTimedOutException or MqttClientDisconnectedException
        or OperationCanceledException or IOException or InvalidOperationException;

    private static MqttApplicationMessage Message(string topic, byte[] payload, bool retain = false) => new()
    {
        Topic = topic,
        PayloadSegment = payload,
        QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        Retain = retain,
    };

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        if (_client.IsConnected)
        {
            return;
        }

        var status = Topics.Status(_device.DeviceId);
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer(_broker.Host, _broker.Port)
            .WithTlsOptions(tls => tls.UseTls(_broker.UseTls))
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(_device.DeviceId)
            .WithCredentials(_device.DeviceId, _device.Secret)
            .WithCleanStart(false)
            .WithSessionExpiryInterval(86_400)
            .WithWillTopic(status)
            .WithWillPayload("offline"u8.ToArray())
            .WithWillRetain()
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithTimeout(Timeout)
            .Build();
        var answer = await _client.ConnectAsync(options, cancellationToken);
        switch (answer.ResultCode)
        {
            case MqttClientConnectResultCode.Success:
                await _client.SubscribeAsync(Topics.Commands(_device.DeviceId), MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken);
                await _client.PublishAsync(Message(status, "online"u8.ToArray(), retain: true), cancellationToken);
                break;
            case MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized:
                throw new SignInRefusedException($"The broker at {_broker.Host}:{_broker.Port} does not let {_device.DeviceId} in: {answer.ReasonString ?? answer.ResultCode.ToString()}.");
            default:
                throw new MqttCommunicationException($"The broker answered {answer.ResultCode}.");
        }
    }

    // {"id":"…","action":"water","value":true,"seconds":5,"expires_at":"…"}
    private async Task ReceiveAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        try
        {
            using var command = JsonDocument.Parse(args.ApplicationMessage.Payload);
            var root = command.RootElement;
            var id = root.GetProperty("id").GetString();
            var isExpired = root.TryGetProperty("expires_at", out var expires) && expires.GetDateTimeOffset() < _time.GetUtcNow();
            var (status, detail) = root.GetProperty("action").GetString() switch
            {
                _ when isExpired => ("failed", "expired"),
                "water" when OnWater is { } water => ("success", water(root.TryGetProperty("seconds", out var seconds) ? seconds.GetDouble() : 5)),
                _ => ("failed", "this device cannot do that"),
            };
            var result = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string?> { ["id"] = id, ["status"] = status, ["detail"] = detail });
            await _client.PublishAsync(Message(Topics.CommandResults(_device.DeviceId), result));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            Log.BadCommand(_logger, _device.DeviceId, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{DeviceId}: a message was refused: {Code} {Reason}")]
        public static partial void Refused(ILogger logger, string deviceId, MqttClientPublishReasonCode code, string? reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "{DeviceId}: no connection ({Reason}); trying again in {Pause}")]
        public static partial void Broken(ILogger logger, string deviceId, string reason, TimeSpan pause);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{DeviceId}: a command that cannot be read")]
        public static partial void BadCommand(ILogger logger, string deviceId, Exception exception);
    }
}
