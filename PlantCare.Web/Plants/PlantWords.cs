namespace PlantCare.Web.Plants;

/// <summary>The words of a plant's pages.</summary>
internal static class PlantWords
{
    public static string Latest => "Right now";

    public static string History => "History";

    public static string Care => "How to care for it";

    public static string Devices => "Measured by";

    public static string Edit => "Edit";

    public static string AddDevice => "Add a device";

    public static string NoDeviceTitle => "Nothing measures this plant yet";

    public static string NoDeviceHint => "Add a device: any sensor that speaks MQTT or HTTP. You get its settings ready to paste.";

    public static string ListeningTitle => "Listening for the first reading…";

    public static string ListeningHint => "Values and history appear here the moment its device speaks.";

    public static string QuietTitle => "Nothing heard in the last 24 hours";

    public static string QuietHint => "Older readings are in the history below. Is the device charged, and in reach of the network?";

    public static string CalibrateHint => "raw count: calibrate to see %";

    public static string Water => "Water";

    public static string Light => "Light";

    public static string Soil => "Soil";

    public static string Feeding => "Feeding";

    public static string Toxicity => "Careful";

    public static string NewTitle => "Add a plant";

    public static string NewLead => "Its species is enough: PlantCare knows what it likes, and you can change every limit.";

    public static string Name => "What do you call it?";

    public static string NameHint => "Basil, the big one, Audrey…";

    public static string NameMissing => "Give it a name, so that you know which one needs you.";

    public static string Species => "Species";

    public static string SpeciesHint => "Common or botanical name, in English, German or Italian. Leave it empty when you are not sure.";

    public static string SpeciesUnknown => "Not in the catalogue. That is fine: set its limits yourself below.";

    public static string SpeciesFailed => "The catalogue cannot be reached right now; you can write the species yourself.";

    public static string Location => "Where does it stand?";

    public static string LocationHint => "Kitchen window, balcony…";

    public static string Optional => "optional";

    public static string Limits => "What it likes";

    public static string LimitsHint => "PlantCare tells you when a value leaves these limits. Leave a field empty for no limit.";

    public static string From => "from";

    public static string To => "to";

    public static string OtherMetrics => "More limits";

    public static string Create => "Add plant";

    public static string Save => "Save";

    public static string Cancel => "Cancel";

    public static string Saving => "Saving…";

    public static string UseSpecies => "Use the limits of its species";

    public static string DangerTitle => "Delete this plant";

    public static string DangerHint => "Deletes the plant with everything that was measured of it. Its devices stay, without a plant.";

    public static string Delete => "Delete plant";

    public static string DeleteMessage => "Everything that was measured of it is deleted too. This cannot be undone.";

    public static string Back => "Your plants";

    public static string TitleMissing => "Plant";

    public static string Deleted(string name) => $"{name} was deleted.";

    public static string Saved(string name) => $"{name} was saved.";

    public static string DeleteTitle(string name) => $"Delete {name}?";

    public static string TypeName(string name) => $"Type its name, {name}, to delete it";

    public static string EditTitle(string name) => $"Edit {name}";

    public static string Likes(string range) => $"likes {range}";

    public static string NotANumber(string metric) => $"{metric}: write a number, such as 21.5.";

    public static string Reversed(string metric) => $"{metric}: the first number must be less than the second.";

    public static string FromLabel(string metric, string unit) => unit.Length == 0 ? $"{metric}, from" : $"{metric}, from, in {unit}";

    public static string ToLabel(string metric, string unit) => unit.Length == 0 ? $"{metric}, to" : $"{metric}, to, in {unit}";

    public static string Found(int count) => count == 1 ? "1 species" : $"{count.ToString(System.Globalization.CultureInfo.InvariantCulture)} species";
}
