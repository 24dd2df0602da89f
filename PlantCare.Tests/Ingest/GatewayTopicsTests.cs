using PlantCare.Ingest.Gateways;

namespace PlantCare.Tests.Ingest;

/// <summary>Where a gateway has business outside its own topics.</summary>
public sealed class GatewayTopicsTests
{
    [Theory]
    [InlineData("zigbee2mqtt/office/fern", true)]
    [InlineData("zigbee2mqtt/bridge/state", true)]
    [InlineData("miflora/Petunia", true)]
    [InlineData("home/OpenMQTTGateway/BTtoMQTT/C47C8D65B663", true)]
    [InlineData("tele/tasmota_ble/SENSOR", true)]
    [InlineData("balcony/sensor/fern_moisture/state", true)]
    [InlineData("homeassistant/sensor/fern/config", true)]
    [InlineData("plant/sensor", true)]
    [InlineData("plantcare/another/readings", false)]
    [InlineData("plantcare/another/zigbee2mqtt/fern", false)]
    [InlineData("plantcare-live/zigbee2mqtt/status", false)]
    [InlineData("$SYS/broker/status", false)]
    [InlineData("zigbee2mqtt/+/fern", false)]
    [InlineData("elsewhere", false)]
    [InlineData("some/where", false)]
    [InlineData("", false)]
    public void MayPublish_where_a_system_does_and_nowhere_else(string topic, bool expected) => Assert.Equal(expected, GatewayTopics.MayPublish(topic));

    [Theory]
    [InlineData("zigbee2mqtt/#", true)]
    [InlineData("plantcare/gw/#", true)]
    [InlineData("cmnd/tasmota/#", true)]
    [InlineData("homeassistant/status", true)]
    [InlineData("homeassistant/#", false)]
    [InlineData("plantcare/gw2/#", false)]
    [InlineData("plantcare/+/commands", false)]
    [InlineData("plantcare-live/#", false)]
    [InlineData("#", false)]
    [InlineData("+/gw/readings", false)]
    [InlineData("$SYS/#", false)]
    [InlineData("$share/x/plantcare/gw/readings", false)]
    [InlineData("", false)]
    public void MaySubscribe_never_reaches_others(string filter, bool expected) => Assert.Equal(expected, GatewayTopics.MaySubscribe("gw", filter));
}
