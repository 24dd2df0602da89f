using System.Globalization;
using PlantCare.Contracts.Devices;
using PlantCare.Domain.Readings;
using PlantCare.Web.Components;

namespace PlantCare.Web.Devices;

/// <summary>The words of the devices' pages.</summary>
internal static class DeviceWords
{
    public static string Title => "Devices";

    public static string Lead => "The sensors that measure your plants.";

    public static string Add => "Add a device";

    public static string NoneTitle => "No devices yet";

    public static string NoneHint => "Any sensor that speaks MQTT or HTTP will do. You get its settings ready to paste.";

    public static string Reading => "Asking your devices…";

    public static string Battery => "Battery";

    public static string NewTitle => "Add a device";

    public static string NewLead => "You get a name and a secret for it, and lines to paste.";

    public static string Name => "What do you call it?";

    public static string NameHint => "Kitchen sensor, balcony box…";

    public static string Optional => "optional";

    public static string Plant => "Which plant does it measure?";

    public static string NoPlant => "None yet";

    public static string NoPlantHint => "Readings are kept once the device belongs to a plant.";

    public static string WireName => "Its name on the wire";

    public static string WireNameHint => "Lower-case letters, digits and '-'. Left empty, PlantCare makes one up.";

    public static string WireNameBad => "The name on the wire takes 3 to 64 lower-case letters, digits and '-', and begins with a letter or digit.";

    public static string Create => "Add device";

    public static string Creating => "Adding…";

    public static string SecretTitle => "Its secret";

    public static string SecretOnce => "This is the only time that the secret is shown. Copy it now; if it gets lost, make a new one on the device's page.";

    public static string Secret => "Secret";

    public static string Server => "Server";

    public static string Port => "Port";

    public static string Username => "User name";

    public static string Topic => "Topic";

    public static string Encrypted => "TLS";

    public static string Plain => "no encryption: use it at home, not across the internet";

    public static string Yes => "yes";

    public static string TryMqtt => "Try it with MQTT";

    public static string TryMqttHint => "Paste this into a terminal on Linux or macOS; it sends one reading.";

    public static string TryHttp => "Or with HTTP";

    public static string Command => "the command";

    public static string LocalHint => "You reached PlantCare at this computer's own address. From another machine, put this computer's name or IP address in its place.";

    public static string MqttTitle => "MQTT settings";

    public static string Listening => "Listening for the first reading…";

    public static string ListeningHint => "Leave this page open: it shows the moment something arrives.";

    public static string SignedIn => "It has signed in. Waiting for its first reading…";

    public static string Received => "First reading received!";

    public static string Refused => "Something arrived, but it could not be kept:";

    public static string SeePlant => "See the plant";

    public static string SeeDevice => "See the device";

    public static string Facts => "About it";

    public static string Status => "Status";

    public static string LastSeen => "Last heard";

    public static string MeasuresPlant => "Measures";

    public static string Added => "Added";

    public static string Never => "never";

    public static string Edit => "Name and plant";

    public static string Save => "Save";

    public static string Saved => "Saved.";

    public static string CalibrationTitle => "Calibration";

    public static string CalibrationHint =>
        "A soil probe sends raw counts. Hold it in dry soil and write down the count, then in soaked soil: from the two, PlantCare works out %.";

    public static string Dry => "Count in dry soil (0%)";

    public static string Wet => "Count in soaked soil (100%)";

    public static string CalibrationSaved => "Calibrated. It applies from the next reading on.";

    public static string CalibrationRemoved => "Calibration removed. The next readings are raw counts again.";

    public static string CalibrationSame => "The two counts must differ.";

    public static string CalibrationNumbers => "Write both counts as numbers, such as 620 and 280.";

    public static string RemoveCalibration => "Remove";

    public static string UseAsDry => "Use as dry";

    public static string UseAsWet => "Use as soaked";

    public static string NoCount => "No reading of this probe yet. Counts appear here as they arrive.";

    public static string Rotate => "Make a new secret";

    public static string RotateTitle => "Make a new secret?";

    public static string RotateMessage => "The old one ends at once: the device is locked out until it gets the new one.";

    public static string SecretPanelTitle => "Secret";

    public static string SecretPanelHint => "It is shown once and cannot be looked up. If it was lost or seen by somebody, make a new one.";

    public static string NeedsNewSecret => "Needs a new secret";

    public static string NeedsNewSecretHint =>
        "The broker cannot be told this device's secret any more. Make a new one and give it to the device.";

    public static string RefusedTitle => "Refused messages";

    public static string RefusedNone => "Nothing was refused.";

    public static string RefusedHint => "What the device sent and PlantCare could not keep, newest first.";

    public static string Message => "Show the message";

    public static string More => "Show older ones";

    public static string DeleteTitle => "Delete this device";

    public static string DeleteHint => "It can no longer sign in. What it measured stays with its plant.";

    public static string Delete => "Delete device";

    public static string Back => "All devices";

    public static string DeleteQuestion(string name) => $"Delete {name}?";

    public static string TypeName(string name) => $"Type its name, {name}, to delete it";

    public static string Deleted(string name) => $"{name} was deleted.";

    public static string LastCount(string count, string age) => $"Last count: {count}, {age}";

    public static string LastPercent(string percent, string count, string age) => $"Now {percent}, which is a count of about {count}, {age}";

    public static string Percent(double value) => value.ToString("0", CultureInfo.InvariantCulture) + "%";

    public static string StatusOf(DeviceStatus status) => status switch
    {
        DeviceStatus.Online => "Online",
        DeviceStatus.Offline => "Offline",
        _ => "New",
    };

    public static string GlyphOf(DeviceStatus status) => status switch
    {
        DeviceStatus.Online => "signal",
        DeviceStatus.Offline => "alert",
        _ => "clock",
    };

    public static Tone ToneOf(DeviceStatus status) => status switch
    {
        DeviceStatus.Online => Tone.Good,
        DeviceStatus.Offline => Tone.Warm,
        _ => Tone.Calm,
    };

    /// <summary>Why a message was refused, for whoever programs the device.</summary>
    public static string Reason(RejectionReason reason) => reason switch
    {
        RejectionReason.TooLarge => "Too large",
        RejectionReason.NotJson => "Not JSON",
        RejectionReason.NotAReading => "Not a reading",
        RejectionReason.TooMany => "Too many at once",
        RejectionReason.NoMetric => "Nothing measured in it",
        RejectionReason.BadValue => "A value of the wrong kind",
        RejectionReason.OutOfRange => "An impossible value",
        RejectionReason.BadTimestamp => "Its time cannot be read",
        RejectionReason.ClockAhead => "Its clock is ahead",
        RejectionReason.TooOld => "Too old",
        RejectionReason.IdentityMismatch => "It names somebody else",
        RejectionReason.UnknownDevice => "The device was deleted",
        RejectionReason.NoPlant => "The device has no plant",
        RejectionReason.BadTopic => "Wrong topic",
        RejectionReason.StoreRefused => "The store refused it",
        _ => reason.ToString(),
    };
}
