using System.Text.Json.Serialization;

namespace PlantCare.Contracts.Problems;

/// <summary>An error as RFC 9457 puts it.</summary>
public sealed record Problem
{
    /// <summary>The HTTP status.</summary>
    [JsonPropertyName("status")]
    public int Status { get; init; }

    /// <summary>The kind of problem, for people.</summary>
    [JsonPropertyName("title")]
    public string? Title { get; init; }

    /// <summary>What is wrong this time, and what to do about it.</summary>
    [JsonPropertyName("detail")]
    public string? Detail { get; init; }

    /// <summary>What is wrong with each member of the request; null when the problem is none of them.</summary>
    [JsonPropertyName("errors")]
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>Why, in one word for programs; null where there is none.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>Finds the request in the logs.</summary>
    [JsonPropertyName("trace_id")]
    public string? TraceId { get; init; }
}
