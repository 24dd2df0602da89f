using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Audit;
using PlantCare.Storage.Relational;

namespace PlantCare.Api.Data;

/// <summary>
/// Writes into an account's audit log that an administrator read what it measured. A dashboard asks every few seconds: once an hour says it.
/// </summary>
internal sealed class OthersDataRecord(SystemWork system, AuditLog audit, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    public async Task NoteAsync(Guid administrator, Guid owner, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - Interval;
        var isNoted = await system.RunAsync(database => database.AuditLog.AnyAsync(
            entry => entry.UserId == owner && entry.ActorId == administrator && entry.Action == AuditActions.OthersDataRead && entry.At > since,
            cancellationToken));
        if (!isNoted)
        {
            await audit.WriteAsync(owner, AuditActions.OthersDataRead);
        }
    }
}
