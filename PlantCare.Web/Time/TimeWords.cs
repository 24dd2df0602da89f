namespace PlantCare.Web.Time;

/// <summary>Spans of time in words.</summary>
internal static class TimeWords
{
    /// <summary>How long ago. A moment that lies a little ahead (two clocks never agree) is <c>just now</c>.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 45 } => "just now",
        { TotalMinutes: < 59.5 } => FormattableString.Invariant($"{Math.Max(1, age.TotalMinutes):0} min ago"),
        { TotalHours: < 23.5 } => FormattableString.Invariant($"{Math.Max(1, age.TotalHours):0} h ago"),
        { TotalDays: < 1.5 } => "1 day ago",
        _ => FormattableString.Invariant($"{age.TotalDays:0} days ago"),
    };

    /// <summary>How long, such as <c>3 h</c>.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => "less than a minute",
        { TotalMinutes: < 59.5 } => FormattableString.Invariant($"{span.TotalMinutes:0} min"),
        { TotalHours: < 23.5 } => FormattableString.Invariant($"{span.TotalHours:0} h"),
        { TotalDays: < 1.5 } => "1 day",
        _ => FormattableString.Invariant($"{span.TotalDays:0} days"),
    };
}
