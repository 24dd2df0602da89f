using Microsoft.Extensions.DependencyInjection;
using PlantCare.Api.Devices;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Tests.Api;

/// <summary>Where devices are told to find the broker.</summary>
public sealed class BrokerEndpointTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData(" ", null)]
    [InlineData("wss://plants.example:8884", "wss://plants.example:8884")]
    [InlineData(" ws://192.168.1.20:5004/mqtt ", "ws://192.168.1.20:5004/mqtt")]
    public void ReadWebSocket_takes_an_address_or_nothing(string? text, string? expected) => Assert.Equal(expected, BrokerEndpoint.ReadWebSocket(text));

    [Theory]
    [InlineData("plants.example:9001")]
    [InlineData("https://plants.example/mqtt")]
    [InlineData("wss://user:password@plants.example")]
    [InlineData("/mqtt")]
    public void ReadWebSocket_of_anything_else_names_the_setting_and_an_example(string text)
    {
        var refusal = Assert.Throws<StartUpException>(() => BrokerEndpoint.ReadWebSocket(text));

        Assert.Contains("Mqtt__PublicWebSocket", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("wss://plants.example:8884", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_device_is_told_the_address_where_one_is_configured()
    {
        const string Address = "wss://plants.example:8884";
        await using var api = await ApiHost.StartAsync(
            services => services.AddSingleton(new BrokerEndpoint("plants.example", 8883, Tls: true, Address)));
        using var owner = await api.RegisterAsync();

        var device = await owner.AddDeviceAsync();

        Assert.Equal(("plants.example", 8883, true, Address), (device.Mqtt.Host, device.Mqtt.Port, device.Mqtt.Tls, device.Mqtt.Websocket));
    }
}
