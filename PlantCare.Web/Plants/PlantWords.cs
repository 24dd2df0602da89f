using PlantCare.Contracts.Languages;
using PlantCare.Web.Readings;

namespace PlantCare.Web.Plants;

/// <summary>The words of a plant's pages.</summary>
internal static class PlantWords
{
    private static readonly WordBook Book = new(typeof(PlantWords));

    public static string Latest => Book.Get();

    public static string Care => Book.Get();

    public static string Devices => Book.Get();

    public static string Edit => Book.Get();

    public static string AddDevice => Book.Get();

    public static string NoDeviceTitle => Book.Get();

    public static string NoDeviceHint => Book.Get();

    public static string ListeningTitle => Book.Get();

    public static string ListeningHint => Book.Get();

    public static string QuietTitle => Book.Get();

    public static string QuietHint => Book.Get();

    public static string CalibrateHint => Book.Get();

    public static string Water => Book.Get();

    public static string Light => Book.Get();

    public static string Soil => Book.Get();

    public static string Feeding => Book.Get();

    public static string Toxicity => Book.Get();

    public static string NewTitle => Book.Get();

    public static string NewLead => Book.Get();

    public static string Name => Book.Get();

    public static string NameHint => Book.Get();

    public static string NameMissing => Book.Get();

    public static string Species => Book.Get();

    public static string SpeciesHint => Book.Get();

    public static string SpeciesUnknown => Book.Get();

    public static string SpeciesFailed => Book.Get();

    public static string Location => Book.Get();

    public static string LocationHint => Book.Get();

    public static string Optional => Book.Get();

    public static string Limits => Book.Get();

    public static string LimitsHint => Book.Get();

    public static string From => Book.Get();

    public static string To => Book.Get();

    public static string OtherMetrics => Book.Get();

    public static string Create => Book.Get();

    public static string Save => Book.Get();

    public static string Cancel => Book.Get();

    public static string Saving => Book.Get();

    public static string UseSpecies => Book.Get();

    public static string DangerTitle => Book.Get();

    public static string DangerHint => Book.Get();

    public static string Delete => Book.Get();

    public static string DeleteMessage => Book.Get();

    public static string Back => Book.Get();

    public static string TitleMissing => Book.Get();

    public static string Deleted(string name) => Book.Format([name]);

    public static string Saved(string name) => Book.Format([name]);

    public static string DeleteTitle(string name) => Book.Format([name]);

    public static string TypeName(string name) => Book.Format([name]);

    public static string EditTitle(string name) => Book.Format([name]);

    public static string Likes(string range) => Book.Format([range]);

    /// <summary>With an example as the reader would write it.</summary>
    public static string NotANumber(string metric) => Book.Format([metric, NumberText.Write(21.5)]);

    public static string Reversed(string metric) => Book.Format([metric]);

    public static string FromLabel(string metric, string unit) =>
        unit.Length == 0 ? Book.Format([metric], "FromLabel.plain") : Book.Format([metric, unit]);

    public static string ToLabel(string metric, string unit) =>
        unit.Length == 0 ? Book.Format([metric], "ToLabel.plain") : Book.Format([metric, unit]);

    public static string Found(int count) => Book.Count(count);
}
