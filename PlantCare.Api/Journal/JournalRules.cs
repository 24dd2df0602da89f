using System.Globalization;
using PlantCare.Api.Problems;
using PlantCare.Contracts.Plants;
using PlantCare.Domain.Care;
using PlantCare.Domain.Sharing;

namespace PlantCare.Api.Journal;

/// <summary>What may stand in a journal, and who may write it.</summary>
internal static class JournalRules
{
    /// <summary>The largest picture, bytes.</summary>
    public const int MaxPhotoBytes = 3 * 1024 * 1024;

    /// <summary>The largest request: a picture in Base64 and some words.</summary>
    public const int MaxRequestBytes = (MaxPhotoBytes / 3 * 4) + (64 * 1024);

    /// <summary>Pictures are large, and everybody's are in one database.</summary>
    public const int MaxPhotosPerPlant = 500;

    private const int LongestNote = 4_000;
    private const double MaxAmountMl = 1_000_000;
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Earliest = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string Kinds = string.Join(", ", Enum.GetNames<JournalKind>().Select(name => name.ToLowerInvariant()));

    /// <summary>What it takes to write such an entry: who may water may also say that they did.</summary>
    public static PlantRights RightFor(JournalKind? kind) => kind == JournalKind.Watered ? PlantRights.Water : PlantRights.Write;

    public static void Check(Faults faults, CreateJournalEntryRequest entry, DateTimeOffset now)
    {
        faults.AddIf(entry.Kind is null, "kind", $"must be one of {Kinds}");
        faults.AddIf(entry.Kind == JournalKind.Note && string.IsNullOrWhiteSpace(entry.Note), "note", "must not be empty in a note");
        faults.AddIf(entry.Note?.Length > LongestNote, "note", $"may have at most {LongestNote} characters; these are {entry.Note?.Length}");
        faults.AddIf(
            entry.Note?.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) == true,
            "note",
            "must not hold control characters other than line breaks and tabs");
        faults.AddIf(
            entry.AmountMl is { } amount && !(amount is > 0 and <= MaxAmountMl),
            "amount_ml",
            string.Create(CultureInfo.InvariantCulture, $"must be above 0 and at most {MaxAmountMl} ml"));
        faults.AddIf(
            entry.HappenedAt is { } at && (at > now + ClockDifference || at < Earliest), "happened_at", "must not lie in the future, nor before 1900");
        CheckPhoto(faults, entry);
    }

    private static void CheckPhoto(Faults faults, CreateJournalEntryRequest entry)
    {
        if (entry.Photo is not { Length: > 0 } photo)
        {
            faults.AddIf(entry.Kind == JournalKind.Photo, "photo", $"must be a picture in Base64: {PhotoType.Expected}");
            return;
        }

        faults.AddIf(photo.Length > MaxPhotoBytes, "photo", $"may have at most {MaxPhotoBytes / 1024 / 1024} MiB");
        faults.AddIf(PhotoType.Of(photo) is null, "photo", $"is no picture that is taken here; send {PhotoType.Expected}");
    }
}
