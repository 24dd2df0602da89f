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

    /// <summary>A text that may be absent but not too long.</summary>
    public void Text(string member, string? value, int longest)
    {
        AddIf(value?.Length > longest, member, $"may have at most {longest} characters; these are {value?.Length}");

        // PostgreSQL keeps every character but this one.
        AddIf(value?.Contains('\0', StringComparison.Ordinal) == true, member, "must not hold the character NUL");
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
