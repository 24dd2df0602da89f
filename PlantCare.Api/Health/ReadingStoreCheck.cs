using Microsoft.Extensions.Diagnostics.HealthChecks;
using PlantCare.Domain.Readings;

namespace PlantCare.Api.Health;

/// <summary>Whether the readings store answers a query.</summary>
internal sealed class ReadingStoreCheck(IReadingStore store, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.LatestAsync(new ReadingScope(Guid.Empty), time.GetUtcNow(), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("the readings store does not answer", exception);
        }
    }
}
