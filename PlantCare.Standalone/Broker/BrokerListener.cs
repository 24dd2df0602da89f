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
    private MqttServerOptions? _options;
    private IMqttNetLogger? _mqttLogger;
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
        (_options, _mqttLogger) = (options, mqttLogger);
        var address = settings.Bind == "*" ? IPAddress.IPv6Any : IPAddress.Parse(settings.Bind);
        _socket = ListenAnyway(tls.IsOn && !settings.AllowPlain ? IPAddress.Loopback : address, settings.Port, nameof(settings.Port));
        if (tls.IsOn)
        {
            _tlsSocket = ListenAnyway(address, settings.TlsPort, nameof(settings.TlsPort));
            _accepting.Add(AcceptAsync(_tlsSocket, isSecure: true));
        }

        _accepting.Add(AcceptAsync(_socket, isSecure: false));
        return Task.CompletedTask;
    }

    /// <summary>Serves a client that came another way than by a port of the broker's own, until it goes. It counts as any other.</summary>
    /// <param name="stream">Its bytes, whoever encrypted them on the way.</param>
    /// <param name="remote">Where it is.</param>
    /// <param name="local">Where it arrived.</param>
    /// <param name="isSecure">Whether it came over TLS.</param>
    public async Task ServeAsync(Stream stream, EndPoint remote, EndPoint local, bool isSecure)
    {
        var block = AddressBlock.Of(remote);
        if (!TryEnter(block, remote))
        {
            return;
        }

        try
        {
            await TalkAsync(stream, remote, local, isSecure);
        }
        finally
        {
            Leave(block);
        }
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

    private async Task AcceptAsync(Socket listener, bool isSecure)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(_stopping.Token);
                var block = AddressBlock.Of(socket.RemoteEndPoint);
                if (TryEnter(block, socket.RemoteEndPoint))
                {
                    _ = ServeAsync(socket, block, isSecure);
                }
                else
                {
                    socket.Dispose();
                }
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

    private bool TryEnter(IPAddress block, EndPoint? client)
    {
        if (Interlocked.Increment(ref _connections) > settings.MaxConnections)
        {
            Interlocked.Decrement(ref _connections);
            Log.Full(logger, client?.ToString(), settings.MaxConnections);
            return false;
        }

        if (_counts.TryEnter(block))
        {
            return true;
        }

        Interlocked.Decrement(ref _connections);
        if (_turnedAway.IsDue(out var count))
        {
            Log.TurnedAway(logger, block, settings.MaxConnectionsPerAddress, count);
        }

        return false;
    }

    private void Leave(IPAddress block)
    {
        _counts.Leave(block);
        Interlocked.Decrement(ref _connections);
    }

    private async Task ServeAsync(Socket socket, IPAddress block, bool isSecure)
    {
        await Task.Yield();
        try
        {
            socket.NoDelay = true;
            await using var bytes = new NetworkStream(socket, ownsSocket: true);
            await using var stream = isSecure ? await tls.SecureAsync(bytes, settings.SignInTimeout, time, _stopping.Token) : (Stream)bytes;
            await TalkAsync(stream, socket.RemoteEndPoint!, socket.LocalEndPoint!, isSecure);
        }
        catch (Exception exception)
        {
            Log.ConnectionFailed(logger, exception);
        }
        finally
        {
            Leave(block);
        }
    }

    private async Task TalkAsync(Stream stream, EndPoint remote, EndPoint local, bool isSecure)
    {
        if (_options is not { } options || ClientHandler is not { } handle)
        {
            return;
        }

        try
        {
            var guard = new PacketSizeGuard(MaxSignInBytes);
            using var channel = new StreamChannel(stream, remote, local, isSecure, guard);
            var formatter = new MqttPacketFormatterAdapter(new MqttBufferWriter(options.WriterBufferSize, options.WriterBufferSizeMax));
            using var adapter = new DeviceChannelAdapter(
                new MqttChannelAdapter(channel, formatter, _mqttLogger!), guard, new RateLimit(settings.MaxMessagesPerSecond, time), settings, time);
            await handle(adapter);
        }
        catch (Exception exception)
        {
            // Whatever a client can do to its own connection ends its own connection.
            Log.ConnectionFailed(logger, exception);
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
