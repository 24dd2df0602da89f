using System.ComponentModel.DataAnnotations;
using MimeKit;

namespace PlantCare.Api.Mail;

/// <summary>How the connection to the mail server is encrypted.</summary>
public enum MailSecurity
{
    /// <summary>From the first command on, or not at all (STARTTLS, port 587).</summary>
    StartTls,

    /// <summary>From the first byte on (port 465).</summary>
    Tls,

    /// <summary>Not at all: for a mail server on this machine or in this network that takes no password (port 25).</summary>
    None,
}

/// <summary>The section <c>Mail</c>. Without a host nothing is mailed.</summary>
public sealed class MailSettings : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Mail";

    /// <summary>The mail server that takes our letters (SMTP submission).</summary>
    public string? Host { get; set; }

    /// <summary>Its port; null for the usual one.</summary>
    [Range(1, 65_535)]
    public int? Port { get; set; }

    /// <summary>How the connection is encrypted.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>The account at the mail server; null where it asks for none.</summary>
    public string? User { get; set; }

    /// <summary>Its password.</summary>
    public string? Password { get; set; }

    /// <summary>From whom letters come: <c>plants@example.com</c>, or <c>PlantCare &lt;plants@example.com&gt;</c>.</summary>
    public string? From { get; set; }

    /// <summary>Where people find the dashboard, for the links in letters: <c>https://plants.example.com</c>.</summary>
    public string? DashboardUrl { get; set; }

    /// <summary>
    /// Without a host: whether the links that letters would hold are logged instead. Null for where that is safe: in development, and at home,
    /// where whoever reads the log is whose machine it is.
    /// </summary>
    public bool? LogLinks { get; set; }

    /// <summary>How long the mail server may take for each step, from the name's look-up on.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after a failure a letter is tried again; each time twice as long, up to an hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan RetryEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How old a letter becomes that cannot be sent. Links in letters are good for a day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Whether letters can be sent.</summary>
    public bool IsConfigured => !string.IsNullOrWhiteSpace(Host);

    /// <summary>The port, said or usual.</summary>
    public int EffectivePort => Port ?? Security switch { MailSecurity.Tls => 465, MailSecurity.None => 25, _ => 587 };

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (DashboardUrl is not null && !(Uri.TryCreate(DashboardUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url is { Query: "", Fragment: "" }))
        {
            yield return new ValidationResult("must be the dashboard's address, such as https://plants.example.com", [nameof(DashboardUrl)]);
        }

        if (!IsConfigured)
        {
            if (User is not null || Password is not null || From is not null)
            {
                yield return new ValidationResult("is missing: it names the mail server that the other settings are for", [nameof(Host)]);
            }

            yield break;
        }

        if (From is null || !MailboxAddress.TryParse(From, out var from) || !from.Address.Contains('@', StringComparison.Ordinal))
        {
            yield return new ValidationResult("must be the address that letters come from, such as PlantCare <plants@example.com>", [nameof(From)]);
        }

        if (DashboardUrl is null)
        {
            yield return new ValidationResult("is missing: letters hold links, and must know where the dashboard is", [nameof(DashboardUrl)]);
        }

        if (string.IsNullOrEmpty(User) != string.IsNullOrEmpty(Password))
        {
            yield return new ValidationResult("goes with Mail__Password: set both, or neither", [nameof(User)]);
        }
        else if (Security == MailSecurity.None && !string.IsNullOrEmpty(Password))
        {
            yield return new ValidationResult("must be starttls or tls where there is a password, which would be read along", [nameof(Security)]);
        }
    }
}
