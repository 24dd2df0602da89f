namespace PlantCare.Contracts.Auth;

/// <summary>A place where the account is signed in.</summary>
/// <param name="Id">The session.</param>
/// <param name="Method">How it was signed in to: <c>password</c>, <c>passkey</c> or <c>telegram</c>.</param>
/// <param name="Client">What the client said it is; null for nothing.</param>
/// <param name="Address">The network address that it was last used from; null when that is not known.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="LastUsedAt">When it was last used, to within some minutes.</param>
/// <param name="IsCurrent">Whether it is the one that asks.</param>
public sealed record SessionResponse(
    Guid Id, string Method, string? Client, string? Address, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, bool IsCurrent);
