namespace PlantCare.Contracts.Auth;

/// <summary>What <c>POST /users/me/keys</c> takes.</summary>
/// <param name="Name">What to call the key.</param>
/// <param name="Scopes">What it may do: <c>read</c>, <c>write</c>, <c>command</c>; at least one of them.</param>
/// <param name="ExpiresAt">When it ends; null when it does not.</param>
public sealed record CreateKeyRequest(string Name, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt = null);

/// <summary>A key with which a script works for the account.</summary>
/// <param name="Id">The key.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Prefix">Its first characters, by which its owner knows it again.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends; null when it does not.</param>
/// <param name="LastUsedAt">When it was last used, to within some minutes; null when never.</param>
public sealed record KeyResponse(
    Guid Id,
    string Name,
    string Prefix,
    IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt);

/// <summary>What <c>POST /users/me/keys</c> answers.</summary>
/// <param name="Key">The key itself, shown this once: it goes into the header <c>Authorization: Bearer …</c>.</param>
/// <param name="Id">The key's id, to delete it by.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Prefix">Its first characters, by which its owner knows it again.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends; null when it does not.</param>
public sealed record NewKeyResponse(
    string Key, Guid Id, string Name, string Prefix, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);
