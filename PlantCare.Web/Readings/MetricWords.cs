using PlantCare.Contracts.Languages;

namespace PlantCare.Web.Readings;

/// <summary>What metrics are called.</summary>
internal static class MetricWords
{
    private static readonly WordBook Book = new(typeof(MetricWords));

    /// <summary>The daily light integral, which a species has and nobody measures.</summary>
    public static string DailyLight => Book.Get();

    public static string DailyLightUnit => Book.Get();

    /// <summary>A known metric's name; null for any other.</summary>
    public static string? Name(string metric) => Book.Find($"Name.{metric}");
}
