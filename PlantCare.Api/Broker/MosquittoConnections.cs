using System.Globalization;
using System.Text;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;
using PlantCare.Api.Administration.Status;
using PlantCare.Contracts.Mqtt;

namespace PlantCare.Api.Broker;

/// <summary>
/// Asks Mosquitto how many clients are connected: it publishes that of itself, retained, so that whoever subscribes learns it at once
/// (mosquitto.conf(5), <c>sys_interval</c>; mosquitto(8), 'Broker status').
/// </summary>
internal sealed class MosquittoConnections(BrokerConnectionString broker, DeviceAccountSettings settings) : IBrokerConnections
{
    private const string Topic = "$SYS/broker/clients/connected";

    public string Kind => "mosquitto";

    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.ApplicationMessageReceivedAsync += args =>
        {
            answer.TrySetResult(Encoding.UTF8.GetString(args.ApplicationMessage.Payload));
            return Task.CompletedTask;
        };
        try
        {
            await ConnectAsync(client, cancellationToken);
            await client.SubscribeAsync(Topic, MqttQualityOfServiceLevel.AtMostOnce, cancellationToken);
            var text = await answer.Task.WaitAsync(cancellationToken);
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? count
                : throw new IOException("the broker's answer is no number");
        }
        catch (MqttCommunicationException exception)
        {
            throw new IOException("the broker does not answer", exception);
        }
        finally
        {
            await client.TryDisconnectAsync();
        }
    }

    private async Task ConnectAsync(IMqttClient client, CancellationToken cancellationToken)
    {
        var options = new MqttClientOptionsBuilder()
            .WithBroker(broker)
            .WithClientId($"plantcare-status-{Guid.CreateVersion7():n}")
            .WithTimeout(settings.ConnectTimeout)
            .Build();
        var connected = await client.ConnectAsync(options, cancellationToken);
        if (connected.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new IOException($"the broker refuses the account of {BrokerConnectionString.Key} ({connected.ResultCode})");
        }
    }
}
