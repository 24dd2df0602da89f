using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Languages;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;
using PlantCare.Web.Components;
using PlantCare.Web.Readings;

namespace PlantCare.Web.Devices;

/// <summary>The words of the devices' pages.</summary>
internal static class DeviceWords
{
    private static readonly WordBook Book = new(typeof(DeviceWords));

    public static string Title => Book.Get();

    public static string Lead => Book.Get();

    public static string Add => Book.Get();

    public static string NoneTitle => Book.Get();

    public static string NoneHint => Book.Get();

    public static string Reading => Book.Get();

    public static string Battery => Book.Get();

    public static string NewTitle => Book.Get();

    public static string NewLead => Book.Get();

    public static string Name => Book.Get();

    public static string NameHint => Book.Get();

    public static string Optional => Book.Get();

    public static string Plant => Book.Get();

    public static string NoPlant => Book.Get();

    public static string NoPlantHint => Book.Get();

    public static string WireName => Book.Get();

    public static string WireNameHint => Book.Get();

    public static string WireNameExample => Book.Get();

    public static string WireNameBad => Book.Get();

    public static string Create => Book.Get();

    public static string Creating => Book.Get();

    public static string SecretTitle => Book.Get();

    public static string SecretOnce => Book.Get();

    public static string Secret => Book.Get();

    public static string Server => Book.Get();

    public static string Port => Book.Get();

    public static string WebSocket => Book.Get();

    public static string Username => Book.Get();

    public static string Topic => Book.Get();

    public static string Encrypted => Book.Get();

    public static string Plain => Book.Get();

    public static string Yes => Book.Get();

    public static string TryMqtt => Book.Get();

    public static string TryMqttHint => Book.Get();

    public static string TryHttp => Book.Get();

    public static string Command => Book.Get();

    public static string LocalHint => Book.Get();

    public static string MqttTitle => Book.Get();

    public static string Listening => Book.Get();

    public static string ListeningHint => Book.Get();

    public static string SignedIn => Book.Get();

    public static string Received => Book.Get();

    public static string Refused => Book.Get();

    public static string SeePlant => Book.Get();

    public static string SeeDevice => Book.Get();

    public static string Facts => Book.Get();

    public static string LastSeen => Book.Get();

    public static string MeasuresPlant => Book.Get();

    public static string Added => Book.Get();

    public static string Never => Book.Get();

    public static string Edit => Book.Get();

    public static string Save => Book.Get();

    public static string Saved => Book.Get();

    public static string CalibrationTitle => Book.Get();

    public static string CalibrationHint => Book.Get();

    public static string Dry => Book.Get();

    public static string Wet => Book.Get();

    public static string CalibrationSaved => Book.Get();

    public static string CalibrationRemoved => Book.Get();

    public static string CalibrationSame => Book.Get();

    public static string CalibrationNumbers => Book.Get();

    public static string RemoveCalibration => Book.Get();

    public static string UseAsDry => Book.Get();

    public static string UseAsWet => Book.Get();

    public static string NoCount => Book.Get();

    public static string Rotate => Book.Get();

    public static string RotateTitle => Book.Get();

    public static string RotateMessage => Book.Get();

    public static string SecretPanelTitle => Book.Get();

    public static string SecretPanelHint => Book.Get();

    public static string NeedsNewSecret => Book.Get();

    public static string NeedsNewSecretHint => Book.Get();

    public static string RefusedTitle => Book.Get();

    public static string RefusedNone => Book.Get();

    public static string RefusedHint => Book.Get();

    public static string Message => Book.Get();

    public static string More => Book.Get();

    public static string DeleteTitle => Book.Get();

    public static string DeleteHint => Book.Get();

    public static string Delete => Book.Get();

    public static string Back => Book.Get();

    public static string Signal => Book.Get();

    public static string Firmware => Book.Get();

    public static string Interval => Book.Get();

    public static string DisabledSince => Book.Get();

    public static string Disabled => Book.Get();

    public static string SwitchTitle => Book.Get();

    public static string SwitchHint => Book.Get();

    public static string Disable => Book.Get();

    public static string Enable => Book.Get();

    public static string ReplaceTitle => Book.Get();

    public static string ReplaceHint => Book.Get();

    public static string Replace => Book.Get();

    public static string DisableQuestion(string name) => Book.Format([name]);

    public static string ReplaceQuestion(string name) => Book.Format([name]);

    public static string PreviousUntil(string moment) => Book.Format([moment]);

    public static string DeleteQuestion(string name) => Book.Format([name]);

    public static string TypeName(string name) => Book.Format([name]);

    public static string Deleted(string name) => Book.Format([name]);

    public static string LastCount(string count, string age) => Book.Format([count, age]);

    public static string LastPercent(string percent, string count, string age) => Book.Format([percent, count, age]);

    public static string Percent(double battery) => MetricText.WithUnit(KnownMetrics.Battery.Name, MetricValue.Of(battery));

    public static string StatusOf(DeviceStatus status) => Book.Get($"StatusOf.{status}");

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
    public static string Reason(RejectionReason reason) => Book.Find($"Reason.{reason}") ?? reason.ToString();
}
