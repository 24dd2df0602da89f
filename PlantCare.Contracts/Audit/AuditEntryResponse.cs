namespace PlantCare.Contracts.Audit;

/// <summary>Something that mattered to an account's safety.</summary>
/// <param name="Id">The entry; later ones have greater numbers.</param>
/// <param name="UserId">The account that it concerns; null when it concerns the system alone.</param>
/// <param name="ActorId">The account that did it; null for a device, a sitter, PlantCare itself or somebody unknown.</param>
/// <param name="Actor">Who did it, as they were called then.</param>
/// <param name="Action">What was done, such as <c>sign_in.failed</c>.</param>
/// <param name="Subject">To what, such as a device's name; null for nothing in particular.</param>
/// <param name="Detail">What else there is to say; null for nothing.</param>
/// <param name="Address">The network address that it came from. People do not see that of another account, administrators do.</param>
/// <param name="Client">What the client said it is; seen by the same as the address.</param>
/// <param name="At">When.</param>
public sealed record AuditEntryResponse(
    long Id,
    Guid? UserId,
    Guid? ActorId,
    string Actor,
    string Action,
    string? Subject,
    string? Detail,
    string? Address,
    string? Client,
    DateTimeOffset At);
