using System.Linq.Expressions;
using PlantCare.Domain.Care;
using PlantCare.Storage.Relational.Care;

namespace PlantCare.Api.Accounts.Exporting;

/// <summary>An entry of a journal without its picture, which is a file of its own.</summary>
internal sealed record ExportedNote(
    Guid Id, Guid PlantId, JournalKind Kind, string? Note, double? AmountMl, string? PhotoType, string Author, DateTimeOffset HappenedAt, DateTimeOffset CreatedAt)
{
    /// <summary>Reads it from an entry.</summary>
    public static readonly Expression<Func<JournalEntry, ExportedNote>> Of = entry => new ExportedNote(
        entry.Id, entry.PlantId, entry.Kind, entry.Note, entry.AmountMl, entry.Photo == null ? null : entry.PhotoType ?? "", entry.Author, entry.HappenedAt, entry.CreatedAt);

    /// <summary>Where its picture is in the archive; null when it has none.</summary>
    public string? PhotoPath => PhotoType is null ? null : $"photos/{Id}.{Extension}";

    private string Extension => PhotoType switch
    {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        _ => "bin",
    };
}
