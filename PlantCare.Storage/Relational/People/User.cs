using Microsoft.AspNetCore.Identity;

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
}
