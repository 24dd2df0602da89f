using PlantCare.Domain.Metrics;

namespace PlantCare.Contracts.Auth;

/// <summary>What <c>GET /users/me</c> answers.</summary>
/// <param name="Id">The account.</param>
/// <param name="Email">Its e-mail address.</param>
/// <param name="Username">Its name for signing in.</param>
/// <param name="DisplayName">What to call the person; null when not said.</param>
/// <param name="IsAdministrator">Whether it administers the system.</param>
/// <param name="CreatedAt">When it registered.</param>
public sealed record UserResponse(Guid Id, string Email, string Username, string? DisplayName, bool IsAdministrator, DateTimeOffset CreatedAt)
{
    /// <summary>The language to speak to the person in, as a BCP 47 tag such as <c>de</c>; null for the browser's.</summary>
    public string? Language { get; init; }

    /// <summary>The person's time zone, by its IANA name such as <c>Europe/Rome</c>; null for the browser's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The units in which the person is shown values.</summary>
    public UserUnits Units { get; init; } = UserUnits.Default;

    /// <summary>Whether the e-mail address is known to be the person's.</summary>
    public bool EmailConfirmed { get; init; }

    /// <summary>Whether signing in takes a second factor.</summary>
    public bool TwoFactor { get; init; }

    /// <summary>Whether the account has a password.</summary>
    public bool HasPassword { get; init; }

    /// <summary>Whether a Telegram account is linked to it.</summary>
    public bool TelegramLinked { get; init; }
}

/// <summary>The units in which a person is shown values. Api itself speaks °C and lux always.</summary>
/// <param name="Temperature"><c>celsius</c> or <c>fahrenheit</c>.</param>
/// <param name="Light"><c>lux</c> or <c>ppfd</c>.</param>
public sealed record UserUnits(TemperatureUnit Temperature, LightUnit Light)
{
    /// <summary>°C and lux.</summary>
    public static UserUnits Default { get; } = new(TemperatureUnit.Celsius, LightUnit.Lux);
}
