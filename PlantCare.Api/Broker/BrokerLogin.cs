using MQTTnet;
using MQTTnet.Formatter;
using PlantCare.Contracts.Mqtt;

namespace PlantCare.Api.Broker;

/// <summary>How this service's connections to the broker begin: where it is, as whom, and the version of MQTT.</summary>
internal static class BrokerLogin
{
    /// <summary>Everything that the connection string says.</summary>
    public static MqttClientOptionsBuilder WithBroker(this MqttClientOptionsBuilder options, BrokerConnectionString broker) => options
        .WithTcpServer(broker.Host, broker.Port)
        .WithTlsOptions(tls => tls.UseTls(broker.UseTls))
        .WithProtocolVersion(MqttProtocolVersion.V500)
        .WithCredentials(broker.Username, broker.Password);
}
