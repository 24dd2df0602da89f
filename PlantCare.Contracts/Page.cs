namespace PlantCare.Contracts;

/// <summary>A part of a list.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
public sealed record Page<T>
{
    /// <summary>This part, in the list's order.</summary>
    public required IReadOnlyList<T> Data { get; init; }

    /// <summary>How many are in this part.</summary>
    public int Count => Data.Count;

    /// <summary>The cursor that asks for the next part; null when this is the last.</summary>
    public string? Next { get; init; }
}
