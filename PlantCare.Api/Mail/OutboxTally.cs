using Microsoft.EntityFrameworkCore;
using PlantCare.Contracts.Administration;
using PlantCare.Storage.Relational;

namespace PlantCare.Api.Mail;

/// <summary>Counts the letters, for administrators.</summary>
internal sealed class OutboxTally(SystemWork system, MailSettings settings, TimeProvider time)
{
    public Task<MailStatus> CountAsync(CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        var day = time.GetUtcNow().AddDays(-1);
        var waiting = database.Outbox.Where(letter => letter.Content != null && letter.SentAt == null && letter.GivenUpAt == null);
        return new MailStatus(
            settings.IsConfigured,
            await waiting.CountAsync(cancellationToken),
            await database.Outbox.CountAsync(letter => letter.SentAt > day && letter.Fault == null, cancellationToken),
            await database.Outbox.CountAsync(letter => letter.GivenUpAt != null, cancellationToken),
            await waiting.OrderBy(letter => letter.CreatedAt).Select(letter => (DateTimeOffset?)letter.CreatedAt).FirstOrDefaultAsync(cancellationToken),
            await database.Outbox.Where(letter => letter.Fault != null && letter.SentAt == null)
                .OrderByDescending(letter => letter.Id).Select(letter => letter.Fault).FirstOrDefaultAsync(cancellationToken));
    });
}
