using System.Text.Json;

namespace PlantCare.Tests.Api.Attacks;

/// <summary>What the OpenAPI document says that bodies may hold.</summary>
internal sealed class BodyMembers
{
    private readonly JsonElement _document;

    private BodyMembers(JsonElement document) => _document = document;

    public static async Task<BodyMembers> ReadAsync(HttpClient http)
    {
        using var answer = await http.GetAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        return new BodyMembers(await answer.JsonAsync());
    }

    /// <summary>The members of an endpoint's JSON object, by name; none where it takes none.</summary>
    public Dictionary<string, JsonElement> Of(KnownEndpoint endpoint)
    {
        var found = _document.GetProperty("paths").TryGetProperty(endpoint.Pattern, out var path)
            && path.TryGetProperty(endpoint.Method.ToLowerInvariant(), out var operation)
            && operation.TryGetProperty("requestBody", out var body)
            && body.GetProperty("content").TryGetProperty("application/json", out var content)
                ? Resolved(content.GetProperty("schema"))
                : default;
        return found.ValueKind == JsonValueKind.Object && found.TryGetProperty("properties", out var members)
            ? members.EnumerateObject().ToDictionary(member => member.Name, member => Resolved(member.Value), StringComparer.Ordinal)
            : [];
    }

    /// <summary>Whether a member is a text that people write.</summary>
    public static bool IsText(JsonElement schema) =>
        schema.TryGetProperty("type", out var type)
        && (type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Any(one => one.GetString() == "string") : type.GetString() == "string")
        && !schema.TryGetProperty("format", out _)
        && !schema.TryGetProperty("enum", out _);

    private JsonElement Resolved(JsonElement schema)
    {
        while (true)
        {
            if (schema.TryGetProperty("$ref", out var reference))
            {
                schema = _document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
            }
            else if (schema.TryGetProperty("oneOf", out var choices))
            {
                schema = choices.EnumerateArray().First(choice => !choice.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || type.GetString() != "null");
            }
            else
            {
                return schema;
            }
        }
    }
}
