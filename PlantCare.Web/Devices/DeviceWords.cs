namespace PlantCare.Web.Devices;

/// <summary>What the pages of devices say.</summary>
internal static class DeviceWords
{
    public const string Title = "Devices";
    public const string New = "Add a device";
    public const string NewHint = "Anything that can speak MQTT or HTTP: an ESP32, a Raspberry Pi, a gateway.";
    public const string NoneTitle = "No devices yet";
    public const string NoneHint = "A device is what sits in the pot and sends what it measures.";
    public const string Name = "What do you call it?";
    public const string NameHint = "Basil probe, for example. Leave it empty and it gets a name.";
    public const string Plant = "Which plant is it in?";
    public const string NoPlant = "None yet";
    public const string Add = "Add device";
    public const string Back = "Devices";
    public const string SecretTitle = "Its secret is shown only now";
    public const string SecretHint = "Put it into the device. If it gets lost, give the device a new one on its page.";
    public const string Secret = "Secret";
    public const string Settings = "MQTT settings";
    public const string Host = "Host";
    public const string Port = "Port";
    public const string Username = "Username";
    public const string Topic = "Topic";
    public const string Try = "Try it now";
    public const string TryMqtt = "Over MQTT";
    public const string TryHttp = "Over HTTP";
    public const string Listening = "Listening for the first reading…";
    public const string Received = "First reading received";
    public const string ReceivedHint = "The device works. Its plant's card shows what it says.";
    public const string ToPlants = "Go to your plants";
    public const string Status = "Status";
    public const string LastSeen = "Last seen";
    public const string Never = "never";
    public const string Battery = "Battery";
    public const string Online = "Online";
    public const string Offline = "Offline";
    public const string Unused = "Never connected";
    public const string Rotate = "New secret";
    public const string RotateHint = "The old secret ends at once, and the device is disconnected until it has the new one.";
    public const string Delete = "Delete device";
    public const string DeleteHint = "It can no longer sign in. What it measured stays with its plants.";
    public const string Save = "Save";
    public const string Saved = "Saved.";
    public const string Calibration = "Calibration";
    public const string CalibrationHint = "A bare soil probe sends counts instead of %. Hold it in dry soil and note the count, then in soaked soil; from then on its counts become %.";
    public const string Dry = "Count in dry soil (0 %)";
    public const string Wet = "Count in wet soil (100 %)";
    public const string CalibrationFault = "Two different whole numbers make a calibration; two empty fields make none.";
    public const string Refused = "Refused messages";
    public const string RefusedHint = "What it sent that could not be stored, the newest first.";
    public const string NothingRefused = "Nothing was refused.";
    public const string NameMissing = "Give it a name.";

    public static string LastCount(string count) => $"The last count was {count}.";
}
