using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace PlantCare.Standalone.Broker;

/// <summary>
/// MQTT over WebSocket (MQTT 5, section 6) at <c>/mqtt</c> of Api, for devices whose network lets nothing but HTTP out: the same broker, with
/// the same credentials, rights and limits.
/// </summary>
internal static class WebSocketDoor
{
    private const string Path = "/mqtt";

    /// <summary>What a client must ask for (MQTT 5, section 6.0.0-3).</summary>
    private const string SubProtocol = "mqtt";

    /// <summary>Maps it; after <c>MapPlantCareApi</c>.</summary>
    public static WebApplication MapMqttOverWebSocket(this WebApplication app)
    {
        app.UseWebSockets();
        app.MapGet(Path, HandleAsync).AllowAnonymous().ExcludeFromDescription();
        return app;
    }

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> HandleAsync(
        HttpContext context, BrokerListener listener, IHostApplicationLifetime lifetime)
    {
        if (!context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains(SubProtocol, StringComparer.Ordinal))
        {
            return TypedResults.Problem(
                "Devices connect here by MQTT over WebSocket, and ask for the subprotocol 'mqtt'.", statusCode: StatusCodes.Status400BadRequest);
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(SubProtocol);
        var connection = context.Connection;
        await using var stream = WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: true);

        // The web server would wait for a connection that lasts.
        await using var stopping = lifetime.ApplicationStopping.Register(socket.Abort);
        await listener.ServeAsync(
            stream,
            new IPEndPoint(connection.RemoteIpAddress ?? IPAddress.None, connection.RemotePort),
            new IPEndPoint(connection.LocalIpAddress ?? IPAddress.None, connection.LocalPort),
            context.Request.IsHttps);
        return TypedResults.Empty;
    }
}
