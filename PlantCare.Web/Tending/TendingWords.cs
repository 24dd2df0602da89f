using PlantCare.Contracts.Languages;
using PlantCare.Domain.Care;

namespace PlantCare.Web.Tending;

/// <summary>The words of what people do for a plant: water it, hear of it, write of it.</summary>
internal static class TendingWords
{
    private static readonly WordBook Book = new(typeof(TendingWords));

    public static string WaterTitle => Book.Get();

    public static string WaterDevice => Book.Get();

    public static string Seconds => Book.Get();

    public static string Water => Book.Get();

    public static string Stop => Book.Get();

    public static string NoBroker => Book.Get();

    public static string AlertsTitle => Book.Get();

    public static string Acknowledge => Book.Get();

    public static string Resolve => Book.Get();

    public static string AlertSilent => Book.Get();

    public static string AlertBattery => Book.Get();

    public static string JournalTitle => Book.Get();

    public static string JournalEmpty => Book.Get();

    public static string JournalMore => Book.Get();

    public static string What => Book.Get();

    public static string NoteLabel => Book.Get();

    public static string Amount => Book.Get();

    public static string Picture => Book.Get();

    public static string PictureHint => Book.Get();

    public static string PictureTooLarge => Book.Get();

    public static string PictureMissing => Book.Get();

    public static string NoteMissing => Book.Get();

    public static string Write => Book.Get();

    public static string SecondsWrong(string example) => Book.Format([example]);

    /// <summary>What has become of a command.</summary>
    public static string Result(CommandStatus status) => Book.Get($"Result.{status}");

    public static string AlertLimit(AlertKind kind, string metric, string limit) =>
        Book.Format([metric, limit], kind == AlertKind.Low ? "AlertLimit.Low" : "AlertLimit.High");

    public static string Since(string moment) => Book.Format([moment]);

    public static string KnownBy(string person) => Book.Format([person]);

    public static string Kind(JournalKind kind) => Book.Get($"Kind.{kind}");

    public static string AmountWrong(string example) => Book.Format([example]);

    public static string PictureOf(string day) => Book.Format([day]);

    public static string By(string person) => Book.Format([person]);

    public static string AlertCount(int count) => Book.Count(count);
}
