using System.Data.Common;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Aspire.Hosting.Testing;
using Npgsql;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Tests.EndToEnd;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.AppHost;

/// <summary>The distributed edition as the AppHost starts it, with real containers.</summary>
/// <param name="host">All of it, running.</param>
public sealed class TopologyTests(RunningAppHost host) : IClassFixture<RunningAppHost>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Started_every_service_and_store_is_there() =>
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal) { "postgres", "plantcare", "influxdb", "mosquitto", "api", "ingest", "web" },
            host.Resources.ToHashSet(StringComparer.Ordinal));

    [Theory]
    [InlineData("api")]
    [InlineData("ingest")]
    [InlineData("web")]
    public async Task Service_answers_that_it_is_ready(string name)
    {
        using var http = host.App.CreateHttpClient(name);
        var health = await http.GetStringAsync("/health", Cancellation);

        using var document = JsonDocument.Parse(health);
        Assert.Equal("healthy", document.RootElement.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Reading_published_over_MQTT_reaches_its_owner_and_both_stores()
    {
        // step 1: an owner with a plant and a device
        using var http = host.App.CreateHttpClient("api");
        var client = new PlantCareClient(http);
        var credentials = new Credentials($"{Guid.CreateVersion7():n}@example.com", "a garden of my own");
        await client.Auth.RegisterAsync(credentials, Cancellation);
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await client.Auth.LoginAsync(credentials, Cancellation)).AccessToken);
        var owner = await client.Auth.GetMeAsync(Cancellation);
        var plant = await client.Plants.CreateAsync(new CreatePlantRequest("Basil"), Cancellation);
        var device = await client.Devices.CreateAsync(new CreateDeviceRequest(PlantId: plant.Id), Cancellation);

        // step 2: the device publishes, with its own secret
        await using (var link = await ConnectAsync(device))
        {
            Assert.True((await link.PublishAsync("""{"temperature":21.5}""", cancellationToken: Cancellation)).IsSuccess);
        }

        // step 3: its owner sees it
        await Until.TrueAsync(async () => (await client.Data.GetLatestAsync(plant.Id, Cancellation)).Count > 0, Cancellation);
        var latest = Assert.Single(await client.Data.GetLatestAsync(plant.Id, Cancellation));
        Assert.Equal(21.5, latest.Metrics["temperature"].Number);
        Assert.Equal((device.DeviceId, owner.Id), (latest.DeviceId, latest.UserId));

        // step 4: and so do the stores
        Assert.Equal(owner.Id, await ReadOwnerAsync(device.DeviceId));
        Assert.Equal(21.5, await ReadTemperatureAsync(device.DeviceId));
    }

    // The broker gets to know the account a moment after Api has answered.
    private async Task<MqttDevice> ConnectAsync(DeviceWithSecretResponse device)
    {
        var port = host.App.GetEndpoint("mosquitto", "mqtt").Port;
        MqttDevice? link = null;
        await Until.TrueAsync(
            async () =>
            {
                var attempt = await MqttDevice.ConnectAsync(port, device, cancellationToken: Cancellation);
                if (attempt.Client.IsConnected)
                {
                    link = attempt;
                    return true;
                }

                await attempt.DisposeAsync();
                return false;
            },
            Cancellation);
        return link!;
    }

    private async Task<Guid> ReadOwnerAsync(string deviceId)
    {
        await using var connection = new NpgsqlConnection(await host.App.GetConnectionStringAsync("plantcare", Cancellation));
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand("SELECT user_id FROM devices WHERE device_id = $1", connection)
        {
            Parameters = { new() { Value = deviceId } },
            CommandTimeout = (int)Patience.TotalSeconds,
        };
        return Assert.IsType<Guid>(await command.ExecuteScalarAsync(Cancellation));
    }

    private async Task<double> ReadTemperatureAsync(string deviceId)
    {
        var settings = new DbConnectionStringBuilder { ConnectionString = await host.App.GetConnectionStringAsync("influxdb-readings", Cancellation) };
        using var http = host.App.CreateHttpClient("influxdb", "http");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", (string)settings["Token"]);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["db"] = "sensor_data",
            ["q"] = "SELECT \"temperature\" FROM \"sensor_readings\" WHERE \"device_id\" = $device",
            ["params"] = JsonSerializer.Serialize(new { device = deviceId }),
        });
        using var answer = await http.PostAsync("/query", form, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, string.Create(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode} {text}"));

        // {"results":[{"series":[{"columns":["time","temperature"],"values":[["2026-01-02T03:04:05.678Z",21.5]]}]}]}
        using var document = JsonDocument.Parse(text);
        var series = document.RootElement.GetProperty("results")[0].GetProperty("series")[0];
        Assert.Equal(1, series.GetProperty("values").GetArrayLength());
        return series.GetProperty("values")[0][1].GetDouble();
    }
}
