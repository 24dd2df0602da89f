using System.Text.Json;

namespace PlantCare.Api.Broker;

/// <summary>What became of one command.</summary>
/// <param name="Error">Why it was not done, in Mosquitto's words; null when it was.</param>
/// <param name="Data">What was asked for; null for none.</param>
internal sealed record ControlAnswer(string? Error, JsonElement? Data)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Its place among all that came on the connection, which is the order in which the broker did it.</summary>
    public long Place { get; init; }

    /// <summary>A member of the answer; null when there is no such client or role.</summary>
    public T? Read<T>(string member)
        where T : class => Data is { } data && data.TryGetProperty(member, out var value) ? value.Deserialize<T>(Json) : null;

    /// <summary>
    /// Reads <c>{"responses":[{"command":"getRole","correlationData":"7","data":{"role":{}}},{"command":"getClient","error":"Client not found",
    /// "correlationData":"7"}]}</c>, which every listener hears, whoever asked.
    /// </summary>
    /// <returns>Whose answers they are, and the answers in the order of the commands; null when it is nothing of the kind.</returns>
    public static (string Correlation, IReadOnlyList<ControlAnswer> Answers)? Parse(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            var responses = document.RootElement.GetProperty("responses").EnumerateArray().ToList();
            return responses is [var first, ..] && first.TryGetProperty("correlationData", out var correlation)
                ? (correlation.GetString() ?? "", [.. responses.Select(Read)])
                : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static ControlAnswer Read(JsonElement response) => new(
        response.TryGetProperty("error", out var error) ? error.GetString() : null,
        response.TryGetProperty("data", out var data) ? data.Clone() : null);
}

/// <summary>An account of the broker.</summary>
/// <param name="Username">Its name.</param>
/// <param name="TextDescription">What is written beside it.</param>
/// <param name="Roles">Its roles.</param>
/// <param name="Groups">Its groups, which bring further roles.</param>
internal sealed record BrokerClient(
    string Username, string? TextDescription, IReadOnlyList<RoleName>? Roles = null, IReadOnlyList<GroupName>? Groups = null);

/// <summary>A role that a client has.</summary>
/// <param name="Name">The role.</param>
internal sealed record RoleName([property: System.Text.Json.Serialization.JsonPropertyName("rolename")] string Name);

/// <summary>A group that a client is in.</summary>
/// <param name="Name">The group.</param>
internal sealed record GroupName([property: System.Text.Json.Serialization.JsonPropertyName("groupname")] string Name);

/// <summary>A role of the broker.</summary>
/// <param name="RoleName">Its name.</param>
/// <param name="Acls">What it allows and forbids.</param>
internal sealed record BrokerRole(string RoleName, IReadOnlyList<Acl>? Acls);

/// <summary>What a role says about some topics.</summary>
/// <param name="AclType">What is done there, such as <c>publishClientSend</c>.</param>
/// <param name="Topic">Which topics.</param>
/// <param name="Allow">Whether it may be done.</param>
/// <param name="Priority">The greatest that fits a topic decides.</param>
internal sealed record Acl(string AclType, string Topic, bool Allow = true, int Priority = 0);
