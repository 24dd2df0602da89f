namespace PlantCare.Storage.Relational.Keys;

/// <summary>
/// A key that protects tokens and what else must be read again by every process of the system. Stored as <c>data_protection_keys</c>, which
/// only the system's own work sees.
/// </summary>
public sealed class DataProtectionKey
{
    /// <summary>Counts up.</summary>
    public int Id { get; init; }

    /// <summary>What ASP.NET Core calls it.</summary>
    public string? FriendlyName { get; init; }

    /// <summary>The key, as ASP.NET Core writes it.</summary>
    public required string Xml { get; init; }
}
