using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Tests.Api;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.EndToEnd.Distributed;

/// <summary>Api and Ingest, each as its own program composes it, over PostgreSQL, InfluxDB and Mosquitto of the test's own.</summary>
internal sealed class ApiAndIngest : IAsyncDisposable
{
    private readonly List<(string Key, string Value)> _settings = [];
    private readonly List<BrokerApi> _apis = [];
    private readonly string _database;

    private ApiAndIngest(string database, MosquittoServer broker, InfluxServer influx)
    {
        (_database, Broker, Influx) = (database, broker, influx);
        _settings.AddRange(
        [
            ("ConnectionStrings:plantcare", database),
            ("ConnectionStrings:mqtt", broker.ConnectionString),
            ("ConnectionStrings:influxdb", $"Endpoint={influx.Endpoint}"),
            ("Subscriber:Instance", "worker"),
        ]);
    }

    public MosquittoServer Broker { get; }

    public InfluxServer Influx { get; }

    public BrokerApi Api => _apis[0];

    public IngestService? Ingest { get; private set; }

    /// <summary>Where Ingest listens whenever it runs.</summary>
    public Uri IngestAddress { get; } = new($"http://127.0.0.1:{FreePort()}/");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ApiAndIngest> StartAsync(SharedPostgres shared, params (string Key, string Value)[] apiSettings)
    {
        var postgres = await shared.GetAsync();
        var database = postgres.ConnectionString(await postgres.CreateDatabaseAsync());
        var edition = new ApiAndIngest(database, await MosquittoServer.StartAsync(), await InfluxServer.StartAsync());
        await edition.AddApiAsync(apiSettings);
        await edition.Api.SettledAsync();
        await edition.StartIngestAsync();
        return edition;
    }

    /// <summary>One more Api beside the others.</summary>
    public async Task<BrokerApi> AddApiAsync(params (string Key, string Value)[] settings)
    {
        var api = await BrokerApi.StartAsync(
            _database,
            Broker.ConnectionString,
            [("ConnectionStrings:influxdb", $"Endpoint={Influx.Endpoint}"), ("services:ingest:http:0", IngestAddress.ToString()), .. settings]);
        _apis.Add(api);
        return api;
    }

    public async Task StopApiAsync(BrokerApi api)
    {
        _apis.Remove(api);
        await api.DisposeAsync();
    }

    public async Task StartIngestAsync(Action<IServiceCollection>? configure = null, params (string Key, string Value)[] settings)
    {
        Ingest = await IngestService.StartAsync(IngestAddress, [.. _settings, .. settings], configure);
        await Ingest.ReadyAsync();
    }

    public async Task StopIngestAsync()
    {
        if (Ingest is { } running)
        {
            Ingest = null;
            await running.DisposeAsync();
        }
    }

    /// <summary>An owner with a plant and a device in it.</summary>
    public async Task<Household> MoveInAsync()
    {
        var owner = await Api.RegisterAsync();
        var plant = await owner.AddPlantAsync();
        return new Household(owner, plant, await owner.AddDeviceAsync(plant.Id));
    }

    public async ValueTask DisposeAsync()
    {
        await StopIngestAsync();
        foreach (var api in _apis)
        {
            await api.DisposeAsync();
        }

        await Broker.DisposeAsync();
        await Influx.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>An owner, a plant of theirs and the device in it.</summary>
internal sealed record Household(ApiCaller Owner, PlantResponse Plant, DeviceWithSecretResponse Device) : IDisposable
{
    /// <summary>Sends readings over HTTP as the device does.</summary>
    public Task<HttpResponseMessage> PostAsync(string payload) => Owner.SubmitAsync(Device.DeviceId, Device.Secret, payload);

    public void Dispose() => Owner.Dispose();
}
