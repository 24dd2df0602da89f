using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PlantCare.Api.Live;

/// <summary>Whether live readings are heard from the broker. Without them Api is degraded and no more: everything else is answered.</summary>
internal sealed class LiveCheck(LiveRelay relay) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(relay.IsListening
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded("live readings are not heard from the broker for now"));
}
