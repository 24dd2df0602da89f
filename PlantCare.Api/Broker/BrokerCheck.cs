using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PlantCare.Api.Broker;

/// <summary>
/// Whether devices' accounts are kept on the broker. Without it Api is degraded and no more: it answers people, and takes readings over HTTP,
/// so that nobody should be sent elsewhere.
/// </summary>
internal sealed class BrokerCheck(DeviceAccounts accounts, AccountObstacles obstacles) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(accounts.Fault is { } fault
            ? HealthCheckResult.Degraded($"devices' accounts cannot be kept on the broker for now: {fault}")
            : HealthCheckResult.Healthy(obstacles.Count > 0 ? $"devices without an account on the broker, named in the log: {obstacles.Count}" : null));
}
