namespace PlantCare.Domain.Sharing;

/// <summary>What somebody may do with plants that another account shares with them.</summary>
public enum ShareRole
{
    /// <summary>Sees them.</summary>
    Viewer,

    /// <summary>Sees and waters them: the holder of a sitter link, who needs no account.</summary>
    Sitter,

    /// <summary>Also acknowledges alerts and writes the journal.</summary>
    Caretaker,

    /// <summary>May do with them whatever their owner may.</summary>
    Owner,
}
