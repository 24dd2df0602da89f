using Microsoft.EntityFrameworkCore;
using PlantCare.ServiceDefaults;
using PlantCare.Storage.Relational;

namespace PlantCare.Api.Audit;

/// <summary>Deletes entries of the audit log that have grown too old. Replicas may do so at the same time.</summary>
internal sealed partial class AuditRetention(SystemWork system, AuditSettings settings, TimeProvider time, ILogger<AuditRetention> logger)
    : PeriodicWork(FirstWait, Interval, time)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(6);

    /// <summary>Deletes what is too old now.</summary>
    /// <returns>How many entries went.</returns>
    public Task<int> DeleteOldAsync(CancellationToken cancellationToken)
    {
        var oldest = Time.GetUtcNow() - settings.Retention;
        return system.RunAsync(database => database.AuditLog.Where(entry => entry.At < oldest).ExecuteDeleteAsync(cancellationToken));
    }

    protected override Task DoAsync(CancellationToken stoppingToken) => DeleteOldAsync(stoppingToken);

    protected override void Tell(Exception failure, bool isRepeated) => Log.Failed(logger, failure, Interval);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Old entries of the audit log could not be deleted; the next attempt is in {Interval}")]
        public static partial void Failed(ILogger logger, Exception exception, TimeSpan interval);
    }
}
