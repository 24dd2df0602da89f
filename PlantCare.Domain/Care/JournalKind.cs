namespace PlantCare.Domain.Care;

/// <summary>What an entry of a plant's journal is about.</summary>
public enum JournalKind
{
    /// <summary>Somebody watered it.</summary>
    Watered,

    /// <summary>It got a new pot.</summary>
    Repotted,

    /// <summary>It was fed.</summary>
    Fertilised,

    /// <summary>Something was observed.</summary>
    Note,

    /// <summary>A picture was taken.</summary>
    Photo,
}
