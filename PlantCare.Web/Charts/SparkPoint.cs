namespace PlantCare.Web.Charts;

/// <summary>A point of a small curve.</summary>
/// <param name="At">When.</param>
/// <param name="Value">The value; null is a gap.</param>
public readonly record struct SparkPoint(DateTimeOffset At, double? Value);
