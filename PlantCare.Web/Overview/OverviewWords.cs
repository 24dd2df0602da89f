using PlantCare.Contracts.Languages;

namespace PlantCare.Web.Overview;

/// <summary>The overview's words.</summary>
internal static class OverviewWords
{
    private static readonly WordBook Book = new(typeof(OverviewWords));

    public static string Title => Book.Get();

    public static string Well => Book.Get();

    public static string Quiet => Book.Get();

    public static string WaitingForReading => Book.Get();

    public static string NoDevice => Book.Get();

    public static string NoLimits => Book.Get();

    public static string NotCalibrated => Book.Get();

    public static string NoDeviceHint => Book.Get();

    public static string WaitingHint => Book.Get();

    public static string Never => Book.Get();

    public static string Loading => Book.Get();

    public static string NeedAttention => Book.Get();

    public static string TheOthers => Book.Get();

    public static string Search => Book.Get();

    public static string SearchHint => Book.Get();

    public static string NothingFound => Book.Get();

    public static string NothingFoundHint => Book.Get();

    public static string ShowAll => Book.Get();

    public static string Live => Book.Get();

    public static string Connecting => Book.Get();

    public static string Interrupted => Book.Get();

    public static string AddDevice => Book.Get();

    public static string WelcomeTitle => Book.Get();

    public static string StepPlant => Book.Get();

    public static string StepPlantHint => Book.Get();

    public static string StepDevice => Book.Get();

    public static string StepDeviceHint => Book.Get();

    public static string StepReading => Book.Get();

    public static string StepReadingHint => Book.Get();

    public static string StepsLabel => Book.Get();

    public static string Done => Book.Get();

    public static string Listening => Book.Get();

    public static string AndMore(string first, int more) => Book.Format([first, more]);

    public static string Heard(string age) => Book.Format([age]);

    public static string LastDay(string metric) => Book.Format([metric]);

    /// <summary>How many plants there are, and how many of them need somebody.</summary>
    public static string Summary(int plants, int attention) => (plants, attention) switch
    {
        (1, 0) => Book.Get("Summary.only.well"),
        (1, _) => Book.Get("Summary.only.needy"),
        (_, 0) => Book.Count(plants, key: "Summary.well"),
        _ => Book.Format([Book.Count(plants, key: "Summary.plants"), Book.Count(attention, key: "Summary.needy")]),
    };

    public static string Announce(string plant, string verdict) => Book.Format([plant, verdict]);
}
