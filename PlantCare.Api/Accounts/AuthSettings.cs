using System.ComponentModel.DataAnnotations;
using PlantCare.Contracts.Auth;

namespace PlantCare.Api.Accounts;

/// <summary>The section <c>Auth</c>.</summary>
public sealed class AuthSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth";

    /// <summary>Who may register. The first account always may.</summary>
    public RegistrationMode Registration { get; set; } = RegistrationMode.Open;

    /// <summary>How long an access token lives.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a refresh token lives.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "365.00:00:00")]
    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(14);
}
