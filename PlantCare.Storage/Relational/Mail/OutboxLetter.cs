using System.Security.Cryptography;
using System.Text;

namespace PlantCare.Storage.Relational.Mail;

/// <summary>
/// A letter that is to be mailed, and for a while what became of it. Stored as <c>outbox</c>; the system's own. What it says and to whom is
/// protected, for it may hold a link that opens an account; it is gone as soon as it has been sent or given up.
/// </summary>
public sealed class OutboxLetter
{
    /// <summary>The letter.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>What kind of letter, in one word.</summary>
    public required string Kind { get; init; }

    /// <summary>The account that it goes to; null when the address is of none.</summary>
    public Guid? RecipientId { get; init; }

    /// <summary>The account that had it sent to somebody else; null when it was sent for its recipient's own sake.</summary>
    public Guid? SenderId { get; init; }

    /// <summary>By which letters to the same address are known: see <see cref="HashOf"/>.</summary>
    public required byte[] AddressHash { get; init; }

    /// <summary>The protected letter; null when there is nothing to send (any more).</summary>
    public string? Content { get; set; }

    /// <summary>When it was written, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When to look at it next, UTC. Whoever looks moves it first, so that one replica does at a time.</summary>
    public DateTimeOffset NextAt { get; set; }

    /// <summary>How many times it was tried.</summary>
    public int Attempts { get; set; }

    /// <summary>When the mail server took it, UTC; null while it has not.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>When it was given up, UTC; null while it has not been.</summary>
    public DateTimeOffset? GivenUpAt { get; set; }

    /// <summary>Why the last attempt came to nothing; null where it did not.</summary>
    public string? Fault { get; set; }

    /// <summary>SHA-256 of an address, however it is written in capitals.</summary>
    public static byte[] HashOf(string address) => SHA256.HashData(Encoding.UTF8.GetBytes(address.Trim().ToUpperInvariant()));
}
