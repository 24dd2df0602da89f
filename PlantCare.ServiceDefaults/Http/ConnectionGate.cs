using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace PlantCare.ServiceDefaults.Http;

/// <summary>Ends connections of an address that has its share, before a byte of theirs is read and before TLS makes work of them.</summary>
internal sealed partial class ConnectionGate(HttpSettings settings, TrustedProxies proxies, TimeProvider time, ILogger<ConnectionGate> logger)
{
    private readonly ConnectionCounts _counts = new(settings.MaxConnectionsPerAddress);
    private readonly Seldom _log = new(time);

    /// <summary>Serves a connection, or does not.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        // Everybody comes through a proxy; it has limits of its own.
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        if (address is not null && proxies.Contains(address))
        {
            await next(connection);
            return;
        }

        var block = AddressBlock.Of(address);
        if (!_counts.TryEnter(block))
        {
            if (_log.IsDue(out var count))
            {
                Log.TurnedAway(logger, block, settings.MaxConnectionsPerAddress, count);
            }

            connection.Abort(new ConnectionAbortedException("The address has too many connections."));
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            _counts.Leave(block);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "{Address} was turned away: it has {Max} connections (Http__MaxConnectionsPerAddress); turned away since the last such line: {Count}")]
        public static partial void TurnedAway(ILogger logger, IPAddress address, int max, int count);
    }
}
