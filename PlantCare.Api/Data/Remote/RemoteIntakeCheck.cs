using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PlantCare.Api.Data.Remote;

/// <summary>
/// Whether Ingest answers. Without it Api is degraded and no more: it answers people, and devices over MQTT do not come this way.
/// </summary>
internal sealed class RemoteIntakeCheck(IHttpClientFactory clients) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var client = clients.CreateClient(RemoteIntakeRegistration.Service);
            using var response = await client.GetAsync(new Uri("alive", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded($"readings that devices post cannot be stored for now: Ingest answers {(int)response.StatusCode}");
        }
        catch (HttpRequestException)
        {
            return HealthCheckResult.Degraded("readings that devices post cannot be stored for now: Ingest cannot be reached");
        }
    }
}
