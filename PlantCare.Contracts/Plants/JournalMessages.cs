using PlantCare.Domain.Care;

namespace PlantCare.Contracts.Plants;

/// <summary>What <c>POST /plants/{id}/journal</c> takes.</summary>
/// <param name="Kind">What it is about; required.</param>
/// <param name="Note">What there is to say, at most 4,000 characters; a note must have one.</param>
/// <param name="AmountMl">How much water or fertiliser, ml.</param>
/// <param name="Photo">A picture (JPEG, PNG or WebP, at most 3 MiB) in Base64; an entry about a photo must have one.</param>
/// <param name="HappenedAt">When it happened; now when absent.</param>
public sealed record CreateJournalEntryRequest(
    JournalKind? Kind = null,
    string? Note = null,
    double? AmountMl = null,
    byte[]? Photo = null,
    DateTimeOffset? HappenedAt = null);

/// <summary>An entry of a plant's journal.</summary>
/// <param name="Id">The entry.</param>
/// <param name="PlantId">The plant.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Note">What was written; null for nothing.</param>
/// <param name="AmountMl">How much water or fertiliser, ml; null when not said.</param>
/// <param name="Photo">Where the picture is, such as <c>/plants/…/journal/…/photo</c>; null for none.</param>
/// <param name="Author">Who wrote it, as they were called then.</param>
/// <param name="HappenedAt">When it happened.</param>
/// <param name="CreatedAt">When it was written down.</param>
public sealed record JournalEntryResponse(
    Guid Id,
    Guid PlantId,
    JournalKind Kind,
    string? Note,
    double? AmountMl,
    string? Photo,
    string Author,
    DateTimeOffset HappenedAt,
    DateTimeOffset CreatedAt);
