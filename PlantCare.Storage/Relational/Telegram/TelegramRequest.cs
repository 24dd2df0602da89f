using System.Security.Cryptography;
using System.Text;

namespace PlantCare.Storage.Relational.Telegram;

/// <summary>What a link into Telegram is to bring about.</summary>
public enum TelegramPurpose
{
    /// <summary>A Telegram account becomes a way into an account.</summary>
    Link,

    /// <summary>Somebody is signed in.</summary>
    SignIn,
}

/// <summary>How far a request has come.</summary>
public enum TelegramProgress
{
    /// <summary>Nobody has followed its link yet.</summary>
    Waiting,

    /// <summary>Somebody has, and was asked whether it is them.</summary>
    Asked,

    /// <summary>They said yes.</summary>
    Approved,

    /// <summary>They said no.</summary>
    Refused,

    /// <summary>It has been used; nothing comes of it any more.</summary>
    Spent,
}

/// <summary>
/// A link into Telegram that somebody was given, and what has come of it. Stored as <c>telegram_requests</c>. It is good for some minutes,
/// for one Telegram account, once.
/// </summary>
public sealed class TelegramRequest
{
    /// <summary>The request.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>What it is to bring about.</summary>
    public TelegramPurpose Purpose { get; init; }

    /// <summary>SHA-256 of the code in the link.</summary>
    public required byte[] CodeHash { get; init; }

    /// <summary>The account: of whoever asks to link, or that the Telegram account opens; null while that is not known.</summary>
    public Guid? UserId { get; set; }

    /// <summary>The Telegram account that followed the link; null while none has.</summary>
    public string? TelegramId { get; set; }

    /// <summary>What the page shows and must be chosen in Telegram; null where nothing is to be chosen.</summary>
    public string? Number { get; init; }

    /// <summary>What the client that asks said it is.</summary>
    public string? Client { get; init; }

    /// <summary>The network address that asks.</summary>
    public string? Address { get; init; }

    /// <summary>How far it has come.</summary>
    public TelegramProgress Progress { get; set; }

    /// <summary>When it was made, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when it is good, UTC.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>By which a code is found.</summary>
    public static byte[] HashOf(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));
}
