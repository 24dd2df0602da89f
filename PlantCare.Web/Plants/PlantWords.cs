namespace PlantCare.Web.Plants;

/// <summary>What the pages of a plant say.</summary>
internal static class PlantWords
{
    public const string New = "Add a plant";
    public const string NewHint = "Say what it is, and PlantCare knows what it wants.";
    public const string Name = "What do you call it?";
    public const string NameHint = "Kitchen basil, for example.";
    public const string Species = "What is it?";
    public const string SpeciesHint = "Any of its names: basil, Basilikum, Ocimum basilicum. Leave it empty if you do not know.";
    public const string SpeciesUnknown = "Not in the catalogue. It is kept as you wrote it; set the limits yourself.";
    public const string Location = "Where does it stand?";
    public const string Limits = "Warn me when";
    public const string LimitsHint = "Leave a field empty for no limit on that side.";
    public const string Metric = "Metric";
    public const string Below = "below";
    public const string Above = "above";
    public const string Save = "Save";
    public const string Add = "Add plant";
    public const string Edit = "Edit";
    public const string EditTitle = "Edit plant";
    public const string Delete = "Delete plant";
    public const string DeleteHint = "The plant goes with everything that was measured of it. Its devices stay, in no plant.";
    public const string Back = "Your plants";
    public const string Care = "How to care for it";
    public const string Water = "Water";
    public const string Light = "Light";
    public const string Soil = "Soil";
    public const string Feeding = "Feeding";
    public const string Toxicity = "Toxic?";
    public const string HarmlessAsFarAsKnown = "Not known to be poisonous.";
    public const string NameMissing = "Give it a name.";
    public const string Now = "Now";
    public const string Device = "Device";
    public const string AddDevice = "Add a device";
    public const string NothingYet = "Nothing has been measured in the last 24 hours.";

    public static string TypeName(string name) => $"Type {name} to delete it for good.";

    public static string NotANumber(string metric) => $"{metric}: this is not a number.";
}
