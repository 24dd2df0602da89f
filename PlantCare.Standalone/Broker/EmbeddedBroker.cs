using System.Buffers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;
using PlantCare.Contracts.Mqtt;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Devices;
using PlantCare.Ingest.Traces;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Standalone.Broker;

/// <summary>
/// The home edition's broker. MQTTnet's server awaits the handler of a publish before it answers, so a device's PUBACK (or, with QoS 2, its
/// PUBREC and all that follows) goes out only once the reading is on the disk.
/// </summary>
internal sealed partial class EmbeddedBroker : IHostedService, IAsyncDisposable
{
    private static readonly MqttServerClientDisconnectOptions CredentialsChanged = new()
    {
        ReasonCode = MqttDisconnectReasonCode.NotAuthorized,
        ReasonString = "the device's credentials have changed",
    };

    private readonly BrokerListener _listener;
    private readonly MqttServer _server;
    private readonly BrokerAccess _access;
    private readonly EmbeddedCommands _commands;
    private readonly IDeviceMessages _messages;
    private readonly DeviceDirectory _directory;
    private readonly SystemWork _system;
    private readonly TimeProvider _time;
    private readonly ILogger<EmbeddedBroker> _logger;

    public EmbeddedBroker(
        MqttSettings settings,
        BrokerListener listener,
        BrokerAccess access,
        EmbeddedCommands commands,
        IDeviceMessages messages,
        DeviceDirectory directory,
        SystemWork system,
        TimeProvider time,
        ILogger<MqttLogBridge> mqttLogger,
        ILogger<EmbeddedBroker> logger)
    {
        (_listener, _access, _commands, _messages, _directory, _system, _time, _logger) =
            (listener, access, commands, messages, directory, system, time, logger);
        var options = new MqttServerOptions
        {
            EnablePersistentSessions = true,
            MaxPendingMessagesPerClient = settings.MaxQueuedCommands,
            DefaultCommunicationTimeout = settings.SignInTimeout,
            WriterBufferSize = 256,
        };
        _server = new MqttServer(options, [listener], new MqttLogBridge(mqttLogger));
        _server.ValidatingConnectionAsync += access.ValidateConnectionAsync;
        _server.InterceptingSubscriptionAsync += access.ValidateSubscriptionAsync;
        _server.InterceptingPublishAsync += HandlePublishAsync;
        _server.ClientConnectedAsync += args => SetConnected(args.ClientId, isConnected: true);
        _server.ClientDisconnectedAsync += args => args.DisconnectType == MqttClientDisconnectType.Takeover
            ? Task.CompletedTask
            : SetConnected(args.ClientId, isConnected: false);
        _server.LoadingRetainedMessageAsync += LoadStatusesAsync;
        commands.Attach(_server);
    }

    /// <summary>The port that is listened on, once started.</summary>
    public int Port => _listener.Port;

    /// <summary>The port for TLS, once started; null without a certificate.</summary>
    public int? TlsPort => _listener.TlsPort;

    /// <summary>How many devices are connected.</summary>
    public async Task<int> CountConnectionsAsync() => (await _server.GetClientsAsync()).Count;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _server.StartAsync();
        _directory.CredentialChanged += OnCredentialChanged;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _directory.CredentialChanged -= OnCredentialChanged;
        await _server.StopAsync(new MqttServerStopOptions
        {
            DefaultClientDisconnectOptions = new MqttServerClientDisconnectOptions { ReasonCode = MqttDisconnectReasonCode.ServerShuttingDown },
        });
    }

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task HandlePublishAsync(InterceptingPublishEventArgs args)
    {
        // step 1: may it? (A will goes this way too.)
        var message = args.ApplicationMessage;
        if (_commands.IsSending(message))
        {
            return;
        }

        if (!_access.MayPublish(args))
        {
            return;
        }

        // step 2: keep it, whatever it is; this waits until it is on the disk
        var payload = message.Payload.IsSingleSegment ? message.Payload.First : message.Payload.ToArray();
        var incoming = new IncomingMessage(args.ClientId, message.Topic, payload, _time.GetUtcNow(), Trace: DeviceTrace.Of(message));
        var result = await _messages.HandleAsync(incoming, args.CancellationToken);

        // step 3: nobody subscribes to readings; a status stays for whoever comes later
        args.ProcessPublish = message.Retain && message.Topic == Topics.Status(args.ClientId) && result.Rejections.Count == 0;
        if (result.Rejections.Count > 0)
        {
            args.Response.ReasonCode = BrokerAccess.ReasonCodeOf(result.Rejections[0].Reason);
            args.Response.ReasonString = BrokerAccess.ReasonStringOf(result);
        }
    }

    private Task SetConnected(string deviceId, bool isConnected)
    {
        _messages.SetConnected(deviceId, isConnected);
        return Task.CompletedTask;
    }

    // Whoever was connected when the process ended is connected no more.
    private Task LoadStatusesAsync(LoadingRetainedMessagesEventArgs args) => _system.RunAsync(async context =>
    {
        await context.Devices.Where(device => device.Online == true)
            .ExecuteUpdateAsync(device => device.SetProperty(d => d.Online, (bool?)false));
        var known = await context.Devices.Where(device => device.Online != null).Select(device => device.DeviceId).ToListAsync();
        args.LoadedRetainedMessages.AddRange(known.Select(deviceId => new MqttApplicationMessage
        {
            Topic = Topics.Status(deviceId),
            PayloadSegment = Encoding.UTF8.GetBytes("offline"),
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            Retain = true,
        }));
    });

    private void OnCredentialChanged(object? sender, CredentialChangedEventArgs change) => _ = DisconnectAsync(change.DeviceId);

    private async Task DisconnectAsync(string deviceId)
    {
        try
        {
            var clients = await _server.GetClientsAsync();
            if (clients.Any(client => string.Equals(client.Id, deviceId, StringComparison.Ordinal)) && !_access.MayStay(deviceId))
            {
                await _server.DisconnectClientAsync(deviceId, CredentialsChanged);
            }
        }
        catch (Exception exception)
        {
            Log.NotDisconnected(_logger, exception, deviceId);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Device {DeviceId} could not be disconnected after its credentials changed")]
        public static partial void NotDisconnected(ILogger logger, Exception exception, string deviceId);
    }
}
