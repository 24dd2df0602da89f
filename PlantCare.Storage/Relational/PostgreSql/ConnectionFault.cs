using System.Net.Sockets;
using Npgsql;

namespace PlantCare.Storage.Relational.PostgreSql;

/// <summary>What a failed connection means: wait, or tell a person.</summary>
internal static class ConnectionFault
{
    /// <summary>The server is not there, is starting or stopping, or has no connection left: it may answer in a moment.</summary>
    public static bool IsPassing(Exception exception) => exception switch
    {
        PostgresException { SqlState: var state } => state is PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections
            or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown,
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException } => true,
        _ => exception is SocketException or TimeoutException,
    };

    /// <summary>What a person has to mend in the connection string of that key; null when it is something else.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } refused =>
            $"is refused by the server ({refused.MessageText}); check Username and Password",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } unknown =>
            $"names a database that is not there ({unknown.MessageText}); create it, or correct Database",
        PostgresException => null,
        NpgsqlException refused => $"cannot be used ({refused.Message.TrimEnd('.')})",
        _ => null,
    };
}
