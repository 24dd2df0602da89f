using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PlantCare.Tests.Api;

/// <summary>Whoever opens many connections, or uses one slowly, takes nothing away from others.</summary>
public sealed class ConnectionLimitTests
{
    private const int Flood = 2_000;

    private static readonly IPAddress Elsewhere = IPAddress.Parse("127.0.0.2");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_thousand_connections_from_an_address_leave_room_for_another()
    {
        await using var host = await ApiHost.StartAsync(("Http:MaxConnectionsPerAddress", "100"), ("Http:MaxConnections", "200"));
        var flood = new List<Socket>(Flood);
        try
        {
            for (var i = 0; i < Flood; i++)
            {
                try
                {
                    flood.Add(await ConnectAsync(host, IPAddress.Loopback));
                }
                catch (SocketException)
                {
                    // Turned away already.
                }
            }

            // Those turned away are told by the connection's end.
            var open = 0;
            foreach (var socket in flood)
            {
                open += await IsEndedAsync(socket) ? 0 : 1;
            }

            Assert.InRange(open, 1, 100);
            using var neighbour = await ConnectAsync(host, Elsewhere);
            Assert.StartsWith("HTTP/1.1 200", await AskAsync(neighbour, "GET /alive HTTP/1.1\r\nHost: localhost\r\n\r\n"), StringComparison.Ordinal);
            Assert.InRange(host.Logs.Entries.Count(entry => entry.Message.Contains("turned away", StringComparison.Ordinal)), 1, 20);
        }
        finally
        {
            flood.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Connection_that_ends_makes_room_for_the_next()
    {
        await using var host = await ApiHost.StartAsync(("Http:MaxConnectionsPerAddress", "1"));

        for (var i = 0; i < 3; i++)
        {
            await Infrastructure.Until.TrueAsync(
                async () =>
                {
                    using var socket = await ConnectAsync(host, Elsewhere);
                    return (await AskAsync(socket, "GET /alive HTTP/1.1\r\nHost: localhost\r\n\r\n")).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
                },
                Cancellation);
        }
    }

    [Theory]
    [InlineData("GET /alive HTTP/1.1\r\nHost: loc")]
    [InlineData("POST /auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2000\r\n\r\n{")]
    public async Task Slow_client_is_answered_408_and_its_connection_ended(string beginning)
    {
        await using var host = await ApiHost.StartAsync(("Http:HeaderTimeout", "00:00:01"));
        using var slow = await ConnectAsync(host, IPAddress.Loopback);

        Assert.StartsWith("HTTP/1.1 408", await AskAsync(slow, beginning), StringComparison.Ordinal);
        await Infrastructure.Until.TrueAsync(() => IsEndedAsync(slow), Cancellation);
    }

    [Fact]
    public async Task Headers_without_end_are_refused()
    {
        await using var host = await ApiHost.StartAsync();
        using var socket = await ConnectAsync(host, IPAddress.Loopback);

        var answer = await AskAsync(socket, $"GET /alive HTTP/1.1\r\nHost: localhost\r\nX-Long: {new string('x', 20_000)}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 431", answer, StringComparison.Ordinal);
    }

    private static async Task<Socket> ConnectAsync(ApiHost host, IPAddress from)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, host.Anonymous.BaseAddress!.Port), Cancellation);
        return socket;
    }

    // Its other side sent a FIN or a RST; a connection that waits for a request says nothing.
    private static async Task<bool> IsEndedAsync(Socket socket)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromMilliseconds(50));
        try
        {
            return await socket.ReceiveAsync(new byte[1_024], patience.Token) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>What comes back first; empty when the connection was ended instead.</summary>
    private static async Task<string> AskAsync(Socket socket, string text)
    {
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(text), Cancellation);
            var buffer = new byte[4_096];
            return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, Cancellation));
        }
        catch (SocketException)
        {
            return "";
        }
    }
}
