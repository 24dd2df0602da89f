using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using PlantCare.Contracts.Json;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Sharing;

namespace PlantCare.Contracts.Plants;

/// <summary>A plant.</summary>
/// <param name="Id">The plant.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Species">Its species, as the owner wrote it; null when not said.</param>
/// <param name="SpeciesId">The catalogue's key for that species; null when the catalogue does not know it.</param>
/// <param name="Location">Where it stands; null when not said.</param>
/// <param name="Thresholds">What it wants, by metric.</param>
/// <param name="CareInfo">Whatever its owner noted.</param>
/// <param name="Active">False once it is archived.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="PlaceId">The place that it stands in; null for none.</param>
/// <param name="Role">In which role it is shared with the caller; null for the caller's own.</param>
public sealed record PlantResponse(
    Guid Id,
    string Name,
    string? Species,
    string? SpeciesId,
    string? Location,
    IReadOnlyDictionary<string, Threshold> Thresholds,
    JsonObject? CareInfo,
    bool Active,
    Guid UserId,
    DateTimeOffset CreatedAt,
    Guid? PlaceId = null,
    ShareRole? Role = null);

/// <summary>What <c>POST /plants</c> takes.</summary>
/// <param name="Name">What to call it; 1 to 100 characters.</param>
/// <param name="Species">Its species, by any of its names; at most 200 characters.</param>
/// <param name="Location">Where it stands; at most 100 characters.</param>
/// <param name="Thresholds">What it wants; when absent, what its species wants.</param>
/// <param name="CareInfo">Notes, any JSON object of at most 16 KiB.</param>
/// <param name="PlaceId">
/// The place that it stands in: the caller's own, or one that is shared with the caller as an owner; then the plant belongs to whom the place does.
/// </param>
public sealed record CreatePlantRequest(
    string Name,
    string? Species = null,
    string? Location = null,
    IReadOnlyDictionary<string, Threshold>? Thresholds = null,
    JsonObject? CareInfo = null,
    Guid? PlaceId = null);

/// <summary>What <c>PATCH /plants/{id}</c> takes: only the members that are there are changed.</summary>
public sealed record UpdatePlantRequest
{
    /// <summary>What to call it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string?> Name { get; init; }

    /// <summary>Its species.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string?> Species { get; init; }

    /// <summary>Where it stands.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string?> Location { get; init; }

    /// <summary>What it wants, all of it: the whole object is replaced.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<IReadOnlyDictionary<string, Threshold>?> Thresholds { get; init; }

    /// <summary>Notes, all of them: the whole object is replaced.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<JsonObject?> CareInfo { get; init; }

    /// <summary>The place that it stands in, of the same owner; null takes it out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<Guid?> PlaceId { get; init; }

    /// <summary>False archives it, true brings it back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<bool> Active { get; init; }
}
