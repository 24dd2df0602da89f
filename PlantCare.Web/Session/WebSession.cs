using PlantCare.Contracts.Auth;

namespace PlantCare.Web.Session;

/// <summary>A browser that is signed in, as the server remembers it. None of this ever reaches the browser.</summary>
/// <param name="UserId">Whose session it is.</param>
/// <param name="Email">The account's e-mail address.</param>
/// <param name="Name">What to call the person.</param>
/// <param name="IsAdministrator">Whether the account administers the system.</param>
/// <param name="AccessToken">Goes to Api with every request.</param>
/// <param name="RefreshToken">Buys the next access token.</param>
/// <param name="RefreshAt">From when on a new access token is due: four fifths of the way through the old one's life.</param>
/// <param name="AccessExpiresAt">When Api stops taking the access token.</param>
/// <param name="ExpiresAt">When the session ends unless it is used before.</param>
internal sealed record WebSession(
    Guid UserId,
    string Email,
    string Name,
    bool IsAdministrator,
    string AccessToken,
    string RefreshToken,
    DateTimeOffset RefreshAt,
    DateTimeOffset AccessExpiresAt,
    DateTimeOffset ExpiresAt)
{
    /// <summary>The person's time zone, by its IANA name; null for the browser's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The units in which the person is shown values; null for °C and lux.</summary>
    public UserUnits? Units { get; init; }

    /// <summary>A session that begins now.</summary>
    public static WebSession Begin(Tokens tokens, UserResponse user, DateTimeOffset now, TimeSpan lifetime) =>
        new WebSession(
            user.Id, user.Email, NameOf(user), user.IsAdministrator, "", "", RefreshAt: default, AccessExpiresAt: default, ExpiresAt: default)
        .With(tokens, now, lifetime)
        .Of(user);

    /// <summary>The same session of somebody whose account says otherwise now.</summary>
    public WebSession Of(UserResponse user) => this with
    {
        Name = NameOf(user),
        IsAdministrator = user.IsAdministrator,
        TimeZone = user.TimeZone,
        Units = user.Units,
    };

    /// <summary>The same session with new tokens; it lives on from <paramref name="now"/>.</summary>
    public WebSession With(Tokens tokens, DateTimeOffset now, TimeSpan lifetime) => this with
    {
        AccessToken = tokens.AccessToken,
        RefreshToken = tokens.RefreshToken,
        RefreshAt = now.AddSeconds(tokens.ExpiresIn * 0.8),
        AccessExpiresAt = now.AddSeconds(tokens.ExpiresIn),
        ExpiresAt = now + lifetime,
    };

    // 'ada@example.org' greets nobody well; 'ada' does.
    private static string NameOf(UserResponse user) => user switch
    {
        { DisplayName: { Length: > 0 } name } => name,
        { Email: var email } when email.IndexOf('@', StringComparison.Ordinal) is > 0 and var at => email[..at],
        _ => user.Email,
    };
}
