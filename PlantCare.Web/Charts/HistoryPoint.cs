namespace PlantCare.Web.Charts;

/// <summary>What a window's values come to.</summary>
/// <param name="At">The middle of the window.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
public readonly record struct HistoryPoint(DateTimeOffset At, double Mean, double Min, double Max);
