using Microsoft.AspNetCore.Identity;
using PlantCare.Domain.Metrics;

namespace PlantCare.Storage.Relational.People;

/// <summary>An account: ASP.NET Core Identity's user and what PlantCare adds. Stored as <c>users</c>.</summary>
public sealed class User : IdentityUser<Guid>
{
    /// <summary>A new account with an id whose values sort by time of creation.</summary>
    public User() => Id = Guid.CreateVersion7();

    /// <summary>What to call the person; null when not said.</summary>
    public string? DisplayName { get; set; }

    /// <summary>The linked Telegram account; null when there is none.</summary>
    public string? TelegramId { get; set; }

    /// <summary>Whether it administers the system. The first account does.</summary>
    public bool IsAdministrator { get; set; }

    /// <summary>When it registered, UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Since when nobody may sign in to it, UTC; null while one may.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>Whether nobody is let in before the e-mail address is confirmed: it registered while mail could be sent.</summary>
    public bool MustConfirmEmail { get; set; }

    /// <summary>The language it is spoken to in, such as <c>de</c>; null for the browser's.</summary>
    public string? Language { get; set; }

    /// <summary>Its time zone, by its IANA name; null for the browser's.</summary>
    public string? TimeZone { get; set; }

    /// <summary>The unit in which it is shown temperatures.</summary>
    public TemperatureUnit TemperatureUnit { get; set; }

    /// <summary>The unit in which it is shown light.</summary>
    public LightUnit LightUnit { get; set; }
}
