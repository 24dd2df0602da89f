using System.Net;
using System.Net.WebSockets;
using PlantCare.Tests.Editions;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.EndToEnd;

/// <summary>What Api's own port does with those who come for the broker and do not behave.</summary>
[Collection(HomeEditionTests.Name)]
public sealed class WebSocketDoorTests(HomeEditionFixture home)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Packet_that_claims_to_be_endless_ends_the_connection()
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("mqtt");
        await socket.ConnectAsync(home.WebSocketAddress, Cancellation);

        // A CONNECT of 256 MiB, or so its length says.
        await socket.SendAsync(new byte[] { 0x10, 0xFF, 0xFF, 0xFF, 0x7F }, WebSocketMessageType.Binary, endOfMessage: true, Cancellation);

        await Until.TrueAsync(() => IsOverAsync(socket), Cancellation);
    }

    [Fact]
    public async Task Caller_that_speaks_no_MQTT_is_told_what_to_do()
    {
        using var http = home.CreateClient();
        using var plain = await http.GetAsync(new Uri("/mqtt", UriKind.Relative), Cancellation);
        using var socket = new ClientWebSocket();

        Assert.Equal(HttpStatusCode.BadRequest, plain.StatusCode);
        Assert.Contains("subprotocol 'mqtt'", await plain.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(home.WebSocketAddress, Cancellation));
    }

    private static async Task<bool> IsOverAsync(WebSocket socket)
    {
        try
        {
            return (await socket.ReceiveAsync(new byte[16], Cancellation)).MessageType == WebSocketMessageType.Close;
        }
        catch (WebSocketException)
        {
            return true;
        }
    }
}
