using Microsoft.Extensions.Diagnostics.HealthChecks;
using PlantCare.Storage.Relational;

namespace PlantCare.Api.Health;

/// <summary>Whether the database of people, plants and devices answers.</summary>
internal sealed class DatabaseCheck(SystemWork system) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await system.RunAsync(database => database.Database.CanConnectAsync(cancellationToken))
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("the database does not answer");
}
