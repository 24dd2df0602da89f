using System.ComponentModel.DataAnnotations;

namespace PlantCare.Api.Telegram;

/// <summary>The section <c>Telegram</c>. Without a token nobody can sign in with Telegram.</summary>
public sealed class TelegramSettings : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Telegram";

    /// <summary>The bot's token, as @BotFather gave it. A secret.</summary>
    [RegularExpression("[0-9]{1,16}:[A-Za-z0-9_-]{30,100}", ErrorMessage = "must be a bot's token as @BotFather gives it: digits, a colon, letters and digits")]
    public string? BotToken { get; set; }

    /// <summary>Where the Bot API answers: Telegram's own, or a server of one's own that speaks it.</summary>
    [Required]
    public string ApiUrl { get; set; } = "https://api.telegram.org";

    /// <summary>How long Telegram may hold an answer back until something happens.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:50")]
    public TimeSpan PollFor { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long each call may take, beside that.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after a failure the next attempt is; each time twice as long, up to five minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan RetryEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether there is a bot.</summary>
    public bool IsConfigured => !string.IsNullOrWhiteSpace(BotToken);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // The token is in every address below it.
        if (!(Uri.TryCreate(ApiUrl, UriKind.Absolute, out var url) && url is { Query: "", Fragment: "" } && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback))))
        {
            yield return new ValidationResult("must begin with https://, or with http:// and be on this machine", [nameof(ApiUrl)]);
        }
    }
}
