using System.Globalization;

namespace PlantCare.Web.Overview;

/// <summary>The overview's words.</summary>
internal static class OverviewWords
{
    public static string Title => "Your plants";

    public static string Well => "Doing well";

    public static string Quiet => "Gone quiet";

    public static string WaitingForReading => "Waiting for its first reading";

    public static string NoDevice => "No device yet";

    public static string NoLimits => "No limits set";

    public static string NotCalibrated => "Not calibrated";

    public static string NoDeviceHint => "A sensor in its pot, and this card comes alive.";

    public static string WaitingHint => "Its values appear here the moment its device speaks.";

    public static string Never => "Nothing heard yet";

    public static string Loading => "Looking in on your plants…";

    public static string AllWell => "All is well";

    public static string NeedAttention => "Need you";

    public static string TheOthers => "Doing fine";

    public static string Search => "Find a plant";

    public static string SearchHint => "Name, species or place";

    public static string NothingFound => "No plant of that name";

    public static string NothingFoundHint => "Look for another name, species or place.";

    public static string ShowAll => "Show all plants";

    public static string Live => "Live";

    public static string Connecting => "Connecting…";

    public static string Interrupted => "Live updates interrupted; trying again";

    public static string AddDevice => "Add a device";

    public static string WelcomeTitle => "Let's meet your first plant";

    public static string StepPlant => "Add a plant";

    public static string StepPlantHint => "Tell us its species and PlantCare knows what it likes.";

    public static string StepDevice => "Connect a device";

    public static string StepDeviceHint => "Any sensor that speaks MQTT or HTTP. You get its settings ready to paste.";

    public static string StepReading => "See its first reading";

    public static string StepReadingHint => "It appears here the moment it arrives.";

    public static string StepsLabel => "Getting started";

    public static string Done => "done";

    public static string Listening => "Listening for the first reading…";

    public static string AndMore(string first, int more) => $"{first} +{more.ToString(CultureInfo.InvariantCulture)}";

    public static string Heard(string age) => $"Heard {age}";

    public static string LastDay(string metric) => $"{metric}, last 24 hours";

    public static string Summary(int plants, int attention) => (plants, attention) switch
    {
        (1, 0) => "Your plant is doing fine.",
        (1, _) => "Your plant needs you.",
        (_, 0) => $"All {plants.ToString(CultureInfo.InvariantCulture)} plants are doing fine.",
        (_, 1) => $"{plants.ToString(CultureInfo.InvariantCulture)} plants, one needs you.",
        _ => $"{plants.ToString(CultureInfo.InvariantCulture)} plants, {attention.ToString(CultureInfo.InvariantCulture)} need you.",
    };

    public static string Announce(string plant, string verdict) => $"{plant}: {verdict}";
}
