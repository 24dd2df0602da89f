using PlantCare.Contracts.Languages;

namespace PlantCare.Web.Time;

/// <summary>Spans of time in words, and how dates are written.</summary>
internal static class TimeWords
{
    private static readonly WordBook Book = new(typeof(TimeWords));

    /// <summary>A moment in full.</summary>
    public static string MomentPattern => Book.Get();

    /// <summary>A day with its year.</summary>
    public static string DayPattern => Book.Get();

    /// <summary>A moment where the year goes without saying.</summary>
    public static string RowPattern => Book.Get();

    /// <summary>A day where the year goes without saying.</summary>
    public static string RowDayPattern => Book.Get();

    /// <summary>A day on a chart's axis.</summary>
    public static string MarkDayPattern => Book.Get();

    /// <summary>A time of day on a chart's axis.</summary>
    public static string MarkTimePattern => Book.Get();

    /// <summary>How long ago. A moment that lies a little ahead (two clocks never agree) is <c>just now</c>.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 45 } => Book.Get("Age.now"),
        { TotalMinutes: < 59.5 } => Book.Format([Whole(age.TotalMinutes)], "Age.minutes"),
        { TotalHours: < 23.5 } => Book.Format([Whole(age.TotalHours)], "Age.hours"),
        _ => Book.Count(Whole(age.TotalDays), key: "Age.days"),
    };

    /// <summary>How long, such as <c>3 h</c>.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => Book.Get("Span.moment"),
        { TotalMinutes: < 59.5 } => Book.Format([Whole(span.TotalMinutes)], "Span.minutes"),
        { TotalHours: < 23.5 } => Book.Format([Whole(span.TotalHours)], "Span.hours"),
        _ => Book.Count(Whole(span.TotalDays), key: "Span.days"),
    };

    private static long Whole(double number) => Math.Max(1, (long)Math.Round(number, MidpointRounding.AwayFromZero));
}
