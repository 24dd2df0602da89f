using System.Data.Common;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>
/// What <c>ConnectionStrings:influxdb</c> says:
/// <c>Endpoint=http://host:8086;Token=...;Org=smart_plant_care;Bucket=sensor_data</c>, or <c>User</c> and <c>Password</c> for InfluxDB 1.x.
/// </summary>
internal sealed class InfluxConnection
{
    /// <summary>How people write the key.</summary>
    public const string Key = "ConnectionStrings__influxdb";

    private const string Example = "Endpoint=http://localhost:8086;Token=...;Org=smart_plant_care;Bucket=sensor_data";
    private const string DefaultOrganization = "smart_plant_care";
    private const string DefaultBucket = "sensor_data";
    private const int MaxNameLength = 64;

    private static readonly string[] Known = ["Endpoint", "Token", "Org", "Bucket", "User", "Password"];

    private InfluxConnection(Uri endpoint, string organization, string bucket, AuthenticationHeaderValue? authorization)
    {
        Endpoint = endpoint;
        Organization = organization;
        Bucket = bucket;
        Authorization = authorization;
    }

    /// <summary>Where the server listens; ends in a slash.</summary>
    public Uri Endpoint { get; }

    /// <summary>The organisation, which only 2.x knows.</summary>
    public string Organization { get; }

    /// <summary>The bucket, which 1.x and 3.x call a database. Letters, digits, <c>_</c>, <c>.</c> and <c>-</c> only.</summary>
    public string Bucket { get; }

    /// <summary>What every request carries; null where the server asks nobody.</summary>
    public AuthenticationHeaderValue? Authorization { get; }

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="OptionsValidationException">With every fault that it has; no value of a secret is in it.</exception>
    public static InfluxConnection Parse(string text)
    {
        var values = new DbConnectionStringBuilder();
        try
        {
            values.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            // The exception may quote a part of the text, and so of a secret.
            throw Invalid($"is not a list of key=value; it must be like '{Example}'");
        }

        var faults = new List<string>();
        foreach (var key in values.Keys.Cast<string>().Where(key => !Known.Contains(key, StringComparer.OrdinalIgnoreCase)))
        {
            faults.Add($"has the unknown key '{key}'; it knows {string.Join(", ", Known)}");
        }

        var connection = new InfluxConnection(
            ReadEndpoint(Value("Endpoint"), faults),
            Value("Org") ?? DefaultOrganization,
            ReadBucket(Value("Bucket") ?? DefaultBucket, faults),
            ReadAuthorization(Value("Token"), Value("User"), Value("Password"), faults));
        return faults.Count == 0 ? connection : throw Invalid([.. faults]);

        string? Value(string key) =>
            values.TryGetValue(key, out var value) && value is string { Length: > 0 } present ? present : null;
    }

    /// <summary>The failure that stops a start.</summary>
    public static OptionsValidationException Invalid(params string[] faults) =>
        new("ConnectionStrings:influxdb", typeof(InfluxConnection), faults.Select(fault => $"{Key} {fault}."));

    /// <inheritdoc/>
    public override string ToString() => $"{Endpoint} ({Bucket})";

    private static Uri ReadEndpoint(string? text, List<string> faults)
    {
        if (text is null)
        {
            faults.Add($"has no Endpoint; it must be like '{Example}'");
        }
        else if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            faults.Add("has an Endpoint that is no address; it must be like 'http://localhost:8086'");
        }
        else if (uri is not { UserInfo: "", Query: "", Fragment: "" })
        {
            faults.Add("has an Endpoint with more than an address; credentials belong into Token, or User and Password");
        }
        else
        {
            return uri.AbsolutePath.EndsWith('/') ? uri : new Uri(uri.AbsoluteUri + "/");
        }

        return new Uri("http://localhost:8086/");
    }

    // The name stands in statements that take no parameters (CREATE DATABASE), so it must need no escaping.
    private static string ReadBucket(string name, List<string> faults)
    {
        if (name.Length > MaxNameLength || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-'))
        {
            faults.Add($"has a Bucket that is not 1 to {MaxNameLength} letters, digits, '_', '.' or '-'; it must be like '{DefaultBucket}'");
        }

        return name;
    }

    private static AuthenticationHeaderValue? ReadAuthorization(string? token, string? user, string? password, List<string> faults)
    {
        switch (token, user, password)
        {
            case (null, null, null):
                return null;
            case ({ } value, null, null) when value.All(c => c is > ' ' and <= '~'):
                return new AuthenticationHeaderValue("Token", value);
            case ({ }, null, null):
                faults.Add("has a Token with characters that no token has");
                return null;
            case (null, { } name, { } secret) when !name.Contains(':', StringComparison.Ordinal):
                return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{secret}")));
            case (null, { }, { }):
                faults.Add("has a User with a colon, which HTTP cannot send");
                return null;
            case (null, _, _):
                faults.Add("has only one of User and Password; it needs both, or a Token, or none of them");
                return null;
            default:
                faults.Add("has a Token as well as User or Password; it takes one or the other");
                return null;
        }
    }
}
