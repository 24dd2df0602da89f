using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PlantCare.Ingest.Pipeline;

/// <summary>Whether ingest can store what it takes, for <c>/health</c>.</summary>
internal sealed class IngestHealth : IHealthCheck
{
    private readonly ConcurrentDictionary<string, string> _faults = new(StringComparer.Ordinal);

    /// <summary>Whether what devices send is heard and stored, as far as is known.</summary>
    public bool IsWell => _faults.IsEmpty;

    /// <returns>True the first time, so that it can be said once.</returns>
    public bool Failing(string what, string reason)
    {
        var isNew = !_faults.ContainsKey(what);
        _faults[what] = reason;
        return isNew;
    }

    /// <returns>True when it had been failing.</returns>
    public bool Recovered(string what) => !_faults.IsEmpty && _faults.TryRemove(what, out _);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_faults.IsEmpty
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(string.Join("; ", _faults.Select(fault => $"{fault.Key}: {fault.Value}"))));
}
