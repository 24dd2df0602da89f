namespace PlantCare.Domain.Care;

/// <summary>What has become of an alert.</summary>
public enum AlertState
{
    /// <summary>It is so, and nobody has said that they know.</summary>
    Open,

    /// <summary>It is so, and somebody knows.</summary>
    Acknowledged,

    /// <summary>It is over.</summary>
    Resolved,
}
