using System.Net;
using System.Net.Sockets;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Server;
using PlantCare.ServiceDefaults.Http;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Standalone.Broker;

/// <summary>Accepts clients for MQTTnet's server, up to a number, each with limits of its own.</summary>
internal sealed partial class BrokerListener(MqttSettings settings, BrokerTls tls, TimeProvider time, ILogger<BrokerListener> logger)
    : IMqttServerAdapter
{
    /// <summary>What may be sent before signing in: a CONNECT with a will, and no more.</summary>
    private const int MaxSignInBytes = 16 * 1024;

    private const int Backlog = 1_024;

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConnectionCounts _counts = new(settings.MaxConnectionsPerAddress);
    private readonly Seldom _turnedAway = new(time);
    private readonly List<Task> _accepting = [];
    private Socket? _socket;
    private Socket? _tlsSocket;
    private int _connections;

    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    /// <summary>The port that is listened on, once started.</summary>
    public int Port => ((IPEndPoint)_socket!.LocalEndPoint!).Port;

    /// <summary>The port for TLS, once started; null without a certificate.</summary>
    public int? TlsPort => (_tlsSocket?.LocalEndPoint as IPEndPoint)?.Port;

    /// <summary>How many clients are connected.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <exception cref="StartUpException">The port is in use, or the address is not this machine's.</exception>
    public Task StartAsync(MqttServerOptions options, IMqttNetLogger mqttLogger)
    {
        var address = settings.Bind == "*" ? IPAddress.IPv6Any : IPAddress.Parse(settings.Bind);
        _socket = ListenAnyway(tls.IsOn && !settings.AllowPlain ? IPAddress.Loopback : address, settings.Port, nameof(settings.Port));
        if (tls.IsOn)
        {
            _tlsSocket = ListenAnyway(address, settings.TlsPort, nameof(settings.TlsPort));
            _accepting.Add(AcceptAsync(_tlsSocket, isSecure: true, options, mqttLogger));
        }

        _accepting.Add(AcceptAsync(_socket, isSecure: false, options, mqttLogger));
        return Task.CompletedTask;
    }

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        _socket?.Dispose();
        _tlsSocket?.Dispose();
        await Task.WhenAll(_accepting);
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _tlsSocket?.Dispose();
        _stopping.Dispose();
    }

    private Socket ListenAnyway(IPAddress address, int port, string setting)
    {
        try
        {
            return Listen(address, port, setting);
        }
        catch (SocketException exception) when (address.Equals(IPAddress.IPv6Any) && exception.SocketErrorCode == SocketError.AddressFamilyNotSupported)
        {
            return Listen(IPAddress.Any, port, setting);
        }
    }

    private Socket Listen(IPAddress address, int port, string setting)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw exception.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => StartUpException.Environment(
                    $"MQTT port {port} is in use. Stop what listens there, or choose another port with Mqtt__{setting} (0 for any free one).", exception),
                SocketError.AccessDenied => StartUpException.Environment(
                    $"MQTT port {port} needs privileges that this account does not have. Choose a port from 1024 up with Mqtt__{setting}.", exception),
                SocketError.AddressNotAvailable => StartUpException.Configuration(
                    $"Mqtt__Bind is '{settings.Bind}', which is no address of this machine. Use one of its addresses, or * for all.", exception),
                _ => exception,
            };
        }
    }

    private async Task AcceptAsync(Socket listener, bool isSecure, MqttServerOptions options, IMqttNetLogger mqttLogger)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(_stopping.Token);
                if (Interlocked.Increment(ref _connections) > settings.MaxConnections)
                {
                    Interlocked.Decrement(ref _connections);
                    Log.Full(logger, socket.RemoteEndPoint?.ToString(), settings.MaxConnections);
                    socket.Dispose();
                    continue;
                }

                var block = AddressBlock.Of(socket.RemoteEndPoint);
                if (!_counts.TryEnter(block))
                {
                    Interlocked.Decrement(ref _connections);
                    if (_turnedAway.IsDue(out var count))
                    {
                        Log.TurnedAway(logger, block, settings.MaxConnectionsPerAddress, count);
                    }

                    socket.Dispose();
                    continue;
                }

                _ = ServeAsync(socket, block, isSecure, options, mqttLogger);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException exception)
            {
                // Out of file handles, or the client left while it was let in: the next one may do better.
                Log.NotAccepted(logger, exception);
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, CancellationToken.None);
            }
        }
    }

    private async Task ServeAsync(Socket socket, IPAddress block, bool isSecure, MqttServerOptions options, IMqttNetLogger mqttLogger)
    {
        await Task.Yield();
        try
        {
            socket.NoDelay = true;
            var guard = new PacketSizeGuard(MaxSignInBytes);
            await using var bytes = new NetworkStream(socket, ownsSocket: true);
            await using var stream = isSecure ? await tls.SecureAsync(bytes, settings.SignInTimeout, time, _stopping.Token) : (Stream)bytes;
            using var channel = new StreamChannel(stream, socket.RemoteEndPoint!, socket.LocalEndPoint!, isSecure, guard);
            var formatter = new MqttPacketFormatterAdapter(new MqttBufferWriter(options.WriterBufferSize, options.WriterBufferSizeMax));
            using var adapter = new DeviceChannelAdapter(
                new MqttChannelAdapter(channel, formatter, mqttLogger), guard, new RateLimit(settings.MaxMessagesPerSecond, time), settings, time);
            if (ClientHandler is { } handle)
            {
                await handle(adapter);
            }
        }
        catch (Exception exception)
        {
            // Whatever a client can do to its own connection ends its own connection.
            Log.ConnectionFailed(logger, exception);
        }
        finally
        {
            _counts.Leave(block);
            Interlocked.Decrement(ref _connections);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Client} was turned away: {Max} clients are connected (Mqtt__MaxConnections)")]
        public static partial void Full(ILogger logger, string? client, int max);

        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "{Address} was turned away: it has {Max} connections (Mqtt__MaxConnectionsPerAddress); turned away since the last such line: {Count}")]
        public static partial void TurnedAway(ILogger logger, IPAddress address, int max, int count);

        [LoggerMessage(Level = LogLevel.Warning, Message = "A client could not be let in")]
        public static partial void NotAccepted(ILogger logger, Exception exception);

        [LoggerMessage(Level = LogLevel.Debug, Message = "A connection ended badly")]
        public static partial void ConnectionFailed(ILogger logger, Exception exception);
    }
}
