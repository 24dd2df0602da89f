using Microsoft.Extensions.Diagnostics.HealthChecks;
using MQTTnet;

namespace PlantCare.AppHost;

/// <summary>Whether the broker lets the services' account sign in: an open port may be the proxy's in front of it.</summary>
/// <param name="broker">Where it is, and as whom: <c>mqtt://user:password@host:1883</c>.</param>
internal sealed class BrokerCheck(IResourceWithConnectionString broker) : IHealthCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>The check under a name, for <c>WithHealthCheck</c>.</summary>
    public static HealthCheckRegistration Register(string name, IResourceWithConnectionString broker) =>
        new(name, _ => new BrokerCheck(broker), HealthStatus.Unhealthy, tags: null, Timeout);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (await broker.GetConnectionStringAsync(cancellationToken) is not { } text || !Uri.TryCreate(text, UriKind.Absolute, out var address))
        {
            return HealthCheckResult.Unhealthy("Its address is not known yet.");
        }

        using var client = new MqttClientFactory().CreateMqttClient();
        try
        {
            var account = address.UserInfo.Split(':', 2);
            var answer = await client.ConnectAsync(
                new MqttClientOptionsBuilder()
                    .WithTcpServer(address.Host, address.Port)
                    .WithCredentials(Uri.UnescapeDataString(account[0]), Uri.UnescapeDataString(account[^1]))
                    .WithTimeout(Timeout)
                    .Build(),
                cancellationToken);
            if (answer.ResultCode != MqttClientConnectResultCode.Success)
            {
                return HealthCheckResult.Unhealthy($"It refuses the services' account: {answer.ResultCode}.");
            }

            await client.DisconnectAsync(new MqttClientDisconnectOptions(), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy(exception.Message);
        }
    }
}
