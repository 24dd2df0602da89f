namespace PlantCare.Contracts.Mqtt;

/// <summary>Where the broker is, and as whom: <c>mqtt://user:password@host:1883</c>, or <c>mqtts://</c> with TLS.</summary>
/// <param name="Host">The broker's host.</param>
/// <param name="Port">Its port.</param>
/// <param name="UseTls">Whether to speak TLS.</param>
/// <param name="Username">The service's account; null for none.</param>
/// <param name="Password">Its password; null for none.</param>
public sealed record BrokerConnectionString(string Host, int Port, bool UseTls, string? Username, string? Password)
{
    /// <summary>The connection string's name.</summary>
    public const string Name = "mqtt";

    /// <summary>The setting's name.</summary>
    public const string Key = "ConnectionStrings__" + Name;

    private const int PlainPort = 1883;
    private const int TlsPort = 8883;

    /// <exception cref="FormatException">It is missing or malformed. The message names the key, and never holds the password.</exception>
    public static BrokerConnectionString Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw Invalid("is missing");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("mqtt" or "mqtts") || uri.Host.Length == 0)
        {
            throw Invalid("cannot be read");
        }

        if (uri.PathAndQuery.Trim('/').Length > 0)
        {
            throw Invalid("has something behind the port");
        }

        var useTls = uri.Scheme == "mqtts";
        var (username, password) = uri.UserInfo.Split(':', 2) switch
        {
            [{ Length: > 0 } name, var secret] => (Uri.UnescapeDataString(name), Uri.UnescapeDataString(secret)),
            [""] => ((string?)null, (string?)null),
            _ => throw Invalid("has a user without a password, or a password without a user"),
        };
        return new BrokerConnectionString(uri.IdnHost, uri.Port > 0 ? uri.Port : useTls ? TlsPort : PlainPort, useTls, username, password);
    }

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{(UseTls ? "mqtts" : "mqtt")}://{Host}:{Port}";

    private static FormatException Invalid(string fault) => new(
        $"{Key} {fault}; it must be like mqtt://user:password@host:1883 (mqtts:// for TLS; '%40' for '@' in a password).");
}
