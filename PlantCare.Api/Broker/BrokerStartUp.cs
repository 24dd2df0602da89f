using MQTTnet;
using PlantCare.Contracts.Mqtt;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Api.Broker;

/// <summary>
/// Asks the broker when the host starts. One that turns us away stops the start, because a person has to mend that; one that is not there
/// yet does not: it is waited for beside everything else, and <c>/health</c> says so meanwhile.
/// </summary>
internal sealed class BrokerStartUp(BrokerConnectionString broker) : IHostedService
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    /// <exception cref="StartUpException">The broker refuses the account, or its certificate is not trusted.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        var options = new MqttClientOptionsBuilder()
            .WithBroker(broker)
            .WithClientId($"plantcare-api-{Guid.CreateVersion7():n}")
            .WithTimeout(ConnectTimeout)
            .Build();
        try
        {
            var answer = await client.ConnectAsync(options, cancellationToken);
            if (answer.ResultCode is MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized or MqttClientConnectResultCode.Banned)
            {
                throw StartUpException.Configuration(
                    $"the broker at {broker} refuses the account of {BrokerConnectionString.Key} ({answer.ResultCode}). Give the user and password that the broker knows.");
            }

            await client.TryDisconnectAsync();
        }
        catch (Exception exception) when (UntrustedServer.Explain(exception) is { } fault)
        {
            throw StartUpException.Configuration(
                $"the broker at {broker}, named by {BrokerConnectionString.Key}, cannot be trusted: {fault}. Trust the authority that signed its certificate, or correct the host.",
                exception);
        }
        catch (Exception exception) when (exception is not StartUpException && !cancellationToken.IsCancellationRequested)
        {
            // Not there yet: whoever needs it tries again, and says so.
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
