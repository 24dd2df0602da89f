using System.Text.Json.Serialization;
using PlantCare.Contracts.Json;
using PlantCare.Domain.Sharing;

namespace PlantCare.Contracts.Places;

/// <summary>Where plants stand together.</summary>
/// <param name="Id">The place.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Kind">What it is: <c>home</c>, <c>greenhouse</c>, <c>office</c> or a word of its owner's.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="Owner">What its owner is called; null for the caller's own.</param>
/// <param name="Role">In which role it is shared with the caller; null for the caller's own.</param>
/// <param name="Plants">How many plants stand there, archived ones not counted.</param>
/// <param name="CreatedAt">When it was added.</param>
public sealed record PlaceResponse(
    Guid Id,
    string Name,
    string Kind,
    Guid UserId,
    string? Owner,
    ShareRole? Role,
    int Plants,
    DateTimeOffset CreatedAt);

/// <summary>What <c>POST /places</c> takes.</summary>
/// <param name="Name">What to call it; 1 to 100 characters.</param>
/// <param name="Kind">What it is; <c>home</c> when absent; at most 40 characters.</param>
public sealed record CreatePlaceRequest(string Name, string? Kind = null);

/// <summary>What <c>PATCH /places/{id}</c> takes: only the members that are there are changed.</summary>
public sealed record UpdatePlaceRequest
{
    /// <summary>What to call it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string?> Name { get; init; }

    /// <summary>What it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string?> Kind { get; init; }
}
