using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Relational.Conversions;

namespace PlantCare.Storage.Relational.Devices;

/// <summary>Keeps dead letters in the database.</summary>
internal sealed class DeadLetterStore(SystemWork system) : IDeadLetterStore
{
    public Task AppendAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken) => system.RunAsync(async context =>
    {
        // A user may have been erased while the message was under way, and it with them.
        var owners = letters.Select(letter => letter.UserId).OfType<Guid>().Distinct().ToList();
        var existing = await context.Users.Where(user => owners.Contains(user.Id)).Select(user => user.Id).ToHashSetAsync(cancellationToken);
        var kept = letters.Where(letter => letter.UserId is not { } owner || existing.Contains(owner));
        context.DeadLetters.AddRange(kept.Select(letter => new DeadLetterRow
        {
            UserId = letter.UserId,
            DeviceId = letter.DeviceId,
            Topic = StorableText.Clean(letter.Topic),
            Payload = letter.Payload.ToArray(),
            Reason = letter.Rejection.Reason,
            Detail = StorableText.Clean(letter.Rejection.Detail),
            ReceivedAt = letter.ReceivedAt,
        }));
        await context.SaveChangesAsync(cancellationToken);
    });
}
