using PlantCare.Contracts.Plants;
using PlantCare.Domain.Care;
using PlantCare.Web.Readings;

namespace PlantCare.Web.Tending;

/// <summary>An entry while it is written.</summary>
internal sealed class JournalInput
{
    /// <summary>The largest picture that Api takes, bytes.</summary>
    public const int MaxPhotoBytes = 3 * 1024 * 1024;

    /// <summary>What it is about.</summary>
    public JournalKind Kind { get; set; } = JournalKind.Watered;

    /// <summary>What there is to say.</summary>
    public string Note { get; set; } = "";

    /// <summary>How much, ml, as written.</summary>
    public string Amount { get; set; } = "";

    /// <summary>The picture; null for none.</summary>
    public byte[]? Photo { get; set; }

    /// <summary>Whether a chosen picture was left out because it is larger than <see cref="MaxPhotoBytes"/>.</summary>
    public bool IsPhotoTooLarge { get; set; }

    /// <summary>Whether an amount goes with it.</summary>
    public bool HasAmount => Kind is JournalKind.Watered or JournalKind.Fertilised;

    /// <summary>What is wrong with it; null for nothing.</summary>
    public string? Problem => this switch
    {
        { IsPhotoTooLarge: true } => TendingWords.PictureTooLarge,
        { Kind: JournalKind.Photo, Photo: null } => TendingWords.PictureMissing,
        { Kind: JournalKind.Note } when string.IsNullOrWhiteSpace(Note) => TendingWords.NoteMissing,
        { HasAmount: true } when Amount.Trim().Length > 0 && !(NumberText.TryRead(Amount, out var ml) && ml > 0) => TendingWords.AmountWrong(NumberText.Write(250)),
        _ => null,
    };

    /// <summary>What Api is asked to keep.</summary>
    public CreateJournalEntryRequest ToRequest() => new(
        Kind,
        string.IsNullOrWhiteSpace(Note) ? null : Note.Trim(),
        HasAmount && NumberText.TryRead(Amount, out var ml) ? ml : null,
        Photo);
}
