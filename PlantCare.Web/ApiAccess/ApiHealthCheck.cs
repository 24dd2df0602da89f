using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PlantCare.Web.ApiAccess;

/// <summary>Whether Api answers.</summary>
/// <param name="api">Reaches it.</param>
internal sealed class ApiHealthCheck(AnonymousApi api) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var http = api.Create();
            using var response = await http.GetAsync(new Uri("alive", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"Api answers {(int)response.StatusCode}.");
        }
        catch (HttpRequestException)
        {
            return HealthCheckResult.Unhealthy("Api cannot be reached.");
        }
    }
}
