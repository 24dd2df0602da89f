using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;
using PlantCare.Standalone.Broker;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.EndToEnd;

/// <summary>The door of the home edition's broker, without a broker behind it.</summary>
public sealed class BrokerListenerTests : IAsyncLifetime
{
    private const int Share = 3;

    private static readonly IPAddress Elsewhere = IPAddress.Parse("127.0.0.2");

    private readonly BrokerListener _listener = new(
        new MqttSettings { Port = 0, Bind = "127.0.0.1", MaxConnectionsPerAddress = Share },
        new BrokerTls(certificate: null),
        TimeProvider.System,
        NullLogger<BrokerListener>.Instance);

    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Socket> _sockets = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _listener.ClientHandler = _ => _end.Task;
        await _listener.StartAsync(new MqttServerOptions(), new MqttNetNullLogger());
    }

    public async ValueTask DisposeAsync()
    {
        _end.TrySetResult();
        _sockets.ForEach(socket => socket.Dispose());
        await _listener.StopAsync();
        _listener.Dispose();
    }

    [Fact]
    public async Task Flood_from_an_address_gets_its_share_and_leaves_room_for_another()
    {
        for (var i = 0; i < 10 * Share; i++)
        {
            await ConnectAsync(IPAddress.Loopback);
        }

        await Until.TrueAsync(() => Task.FromResult(_listener.Connections == Share && _sockets.Count(IsEnded) == 9 * Share), Cancellation);
        var neighbour = await ConnectAsync(Elsewhere);

        await Until.TrueAsync(() => Task.FromResult(_listener.Connections == Share + 1), Cancellation);
        Assert.False(IsEnded(neighbour));
    }

    [Fact]
    public async Task Place_of_who_has_gone_is_for_the_next()
    {
        for (var i = 0; i < Share; i++)
        {
            await ConnectAsync(IPAddress.Loopback);
        }

        await Until.TrueAsync(() => Task.FromResult(_listener.Connections == Share), Cancellation);
        _end.SetResult();
        await Until.TrueAsync(() => Task.FromResult(_listener.Connections == 0), Cancellation);
        _listener.ClientHandler = _ => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Cancellation);

        await ConnectAsync(IPAddress.Loopback);

        await Until.TrueAsync(() => Task.FromResult(_listener.Connections == 1), Cancellation);
    }

    private static bool IsEnded(Socket socket)
    {
        try
        {
            return socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private async Task<Socket> ConnectAsync(IPAddress from)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(socket);
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _listener.Port), Cancellation);
        return socket;
    }
}
