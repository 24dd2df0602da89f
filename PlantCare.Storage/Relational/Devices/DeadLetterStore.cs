using System.Text;
using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Relational.Devices;

/// <summary>Keeps dead letters in the database.</summary>
internal sealed class DeadLetterStore(SystemWork system) : IDeadLetterStore
{
    public Task AppendAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken) => system.RunAsync(async context =>
    {
        // A user may have been erased while the message was under way.
        var owners = letters.Select(letter => letter.UserId).OfType<Guid>().Distinct().ToList();
        var existing = await context.Users.Where(user => owners.Contains(user.Id)).Select(user => user.Id).ToHashSetAsync(cancellationToken);
        context.DeadLetters.AddRange(letters.Select(letter => new DeadLetterRow
        {
            UserId = letter.UserId is { } owner && existing.Contains(owner) ? owner : null,
            DeviceId = letter.DeviceId,
            Topic = Clean(letter.Topic),
            Payload = letter.Payload.ToArray(),
            Reason = letter.Rejection.Reason,
            Detail = Clean(letter.Rejection.Detail),
            ReceivedAt = letter.ReceivedAt,
        }));
        await context.SaveChangesAsync(cancellationToken);
    });

    // Topics and details quote what devices sent. A database takes neither NUL nor half a surrogate pair, and must not refuse the letter.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value < ' ' ? Rune.ReplacementChar : rune);
        }

        return clean.ToString();
    }
}
