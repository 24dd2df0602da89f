using System.Text.Json;

namespace PlantCare.Api.Problems;

/// <summary>What is wrong with the members of a request, all of it, by the member's name on the wire.</summary>
internal sealed class Faults
{
    private readonly Dictionary<string, string[]> _byMember = new(StringComparer.Ordinal);

    public bool Any => _byMember.Count > 0;

    public void Add(string member, string fault) =>
        _byMember[member] = _byMember.TryGetValue(member, out var others) ? [.. others, fault] : [fault];

    /// <summary>Adds a fault when there is one.</summary>
    public void AddIf(bool isFault, string member, string fault)
    {
        if (isFault)
        {
            Add(member, fault);
        }
    }

    /// <summary>A text that may be absent, but neither too long nor with what no name has: line breaks, NUL and their kind.</summary>
    public void Text(string member, string? value, int longest)
    {
        AddIf(value?.Length > longest, member, $"may have at most {longest} characters; these are {value?.Length}");
        AddIf(value?.Any(char.IsControl) == true, member, "must not hold control characters such as line breaks and NUL");
    }

    /// <summary>JSON that is kept as it came. Half a surrogate pair can be sent, but neither read nor kept.</summary>
    public void Json(string member, object? value, int longest)
    {
        try
        {
            var json = JsonSerializer.Serialize(value);
            AddIf(json.Length > longest, member, $"may have at most {longest} characters as JSON; these are {json.Length}");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            Add(member, "has a text with half a surrogate pair, which is no character");
        }
    }

    /// <summary>A text that must be there.</summary>
    public void Required(string member, string? value, int longest)
    {
        AddIf(string.IsNullOrWhiteSpace(value), member, "must not be empty");
        Text(member, value, longest);
    }

    /// <summary>400 with everything.</summary>
    public Microsoft.AspNetCore.Http.HttpResults.ValidationProblem ToResult() => TypedResults.ValidationProblem(_byMember);
}
