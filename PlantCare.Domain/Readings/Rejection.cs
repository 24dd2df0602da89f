namespace PlantCare.Domain.Readings;

/// <summary>A reading that is not stored, and why.</summary>
/// <param name="Reason">The kind of fault.</param>
/// <param name="Detail">One sentence that names what was wrong and what was expected.</param>
public sealed record Rejection(RejectionReason Reason, string Detail);
