namespace PlantCare.Contracts.Auth;

/// <summary>What a script's key may do. On the wire a list of words: <c>read</c>, <c>write</c>, <c>command</c>.</summary>
[Flags]
public enum ApiScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Read plants, devices and readings.</summary>
    Read = 1,

    /// <summary>Add, change and delete plants and devices, and write journals.</summary>
    Write = 2,

    /// <summary>Have devices do something, such as water.</summary>
    Command = 4,
}
