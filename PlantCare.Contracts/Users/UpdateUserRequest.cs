using System.Text.Json.Serialization;
using PlantCare.Contracts.Json;
using PlantCare.Domain.Metrics;

namespace PlantCare.Contracts.Users;

/// <summary>What <c>PATCH /users/me</c> takes: only the members that are there are changed.</summary>
public sealed record UpdateUserRequest
{
    /// <summary>What to call the person; at most 100 characters, null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string?> DisplayName { get; init; }

    /// <summary>The language to speak to the person in, as a BCP 47 tag such as <c>it</c> or <c>de-AT</c>; null for the browser's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string?> Language { get; init; }

    /// <summary>The person's time zone, by its IANA name such as <c>Europe/Rome</c>; null for the browser's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string?> TimeZone { get; init; }

    /// <summary>The units in which the person is shown values.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public UpdateUnits? Units { get; init; }
}

/// <summary>A change of units: only the members that are there are changed.</summary>
public sealed record UpdateUnits
{
    /// <summary><c>celsius</c> or <c>fahrenheit</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<TemperatureUnit> Temperature { get; init; }

    /// <summary><c>lux</c> or <c>ppfd</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<LightUnit> Light { get; init; }
}
