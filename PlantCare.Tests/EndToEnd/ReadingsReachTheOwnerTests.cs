using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using MQTTnet.Protocol;
using PlantCare.Contracts.Client;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.EndToEnd;

/// <summary>A reading's whole way: published by real clients into the home edition's process, read where its owner reads it.</summary>
[Collection(HomeTests.Name)]
public sealed class ReadingsReachTheOwnerTests(HomeFixture home)
{
    [Theory]
    [InlineData(MqttQualityOfServiceLevel.AtLeastOnce)]
    [InlineData(MqttQualityOfServiceLevel.ExactlyOnce)]
    public async Task Publish_acknowledged_isReadableAtOnce(MqttQualityOfServiceLevel qos)
    {
        var token = TestContext.Current.CancellationToken;
        var (plant, device) = await home.Owner.AddPlantWithDeviceAsync($"Basil {qos}", token);
        await using var client = await MqttDevice.ConnectAsync(home.Process.MqttPort, device, cancellationToken: token);

        var result = await client.PublishAsync("""{"temperature":21.5,"soil_moisture":34,"lighting":"ON","watering":false}""", qos, token);

        Assert.True(result.IsSuccess, result.ReasonString);
        var row = Assert.Single(await home.Owner.Client.Data.GetLatestAsync(plant.Id, token));
        Assert.Equal(device.DeviceId, row.DeviceId);
        Assert.Equal(21.5, row.Metrics["temperature"].Number);
        Assert.Equal("ON", row.Metrics["lighting"].Text);
        Assert.False(row.Metrics["watering"].Boolean);
    }

    [Fact]
    public async Task MosquittoPub_theLineThatTheOwnerIsShown_isStored()
    {
        const string MosquittoPub = "/usr/bin/mosquitto_pub";
        Require.File(MosquittoPub);
        var token = TestContext.Current.CancellationToken;
        var (plant, device) = await home.Owner.AddPlantWithDeviceAsync("Mint", token);

        using var publish = Process.Start(MosquittoPub,
        [
            "-V", "5", "-q", "1", "-h", "127.0.0.1", "-p", home.Process.MqttPort.ToString(CultureInfo.InvariantCulture),
            "-u", device.Mqtt.Username, "-P", device.Secret, "-t", device.Mqtt.Topic, "-m", """{"soil_moisture":41.5}""",
        ]);
        await publish.WaitForExitAsync(token);

        Assert.Equal(0, publish.ExitCode);
        Assert.Equal(41.5, Assert.Single(await home.Owner.Client.Data.GetLatestAsync(plant.Id, token)).Metrics["soil_moisture"].Number);
    }

    [Fact]
    public async Task Post_accepted_isReadableAtOnce()
    {
        var token = TestContext.Current.CancellationToken;
        var (plant, device) = await home.Owner.AddPlantWithDeviceAsync("Sage", token);
        using var http = new HttpClient { BaseAddress = home.Process.Api };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{device.DeviceId}:{device.Secret}")));

        using var response = await http.PostAsync("data", new StringContent("""{"temperature":19}""", Encoding.UTF8, "application/json"), token);

        Assert.Equal(System.Net.HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(19, Assert.Single(await home.Owner.Client.Data.GetLatestAsync(plant.Id, token)).Metrics["temperature"].Number);
    }

    [Fact]
    public async Task Live_whileWatching_showsTheReading()
    {
        var token = TestContext.Current.CancellationToken;
        var (plant, device) = await home.Owner.AddPlantWithDeviceAsync("Thyme", token);
        await using var client = await MqttDevice.ConnectAsync(home.Process.MqttPort, device, cancellationToken: token);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(token);
        watching.CancelAfter(TimeSpan.FromSeconds(30));
        var seen = WatchAsync(plant.Id, watching.Token);

        // The subscription begins with the answer's first bytes: publish until something was seen.
        while (!seen.IsCompleted)
        {
            await client.PublishAsync("""{"co2":612}""", cancellationToken: watching.Token);
            await Task.WhenAny(seen, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, watching.Token));
        }

        Assert.Equal(612, (await seen).Reading!.Metrics["co2"].Number);
    }

    private async Task<LiveMessage> WatchAsync(Guid plantId, CancellationToken cancellationToken)
    {
        await foreach (var message in home.Owner.Client.Data.WatchAsync(plantId, cancellationToken))
        {
            if (message.Event == LiveMessage.ReadingEvent)
            {
                return message;
            }
        }

        throw new InvalidOperationException("The live feed ended.");
    }
}
