using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using PlantCare.Api;
using PlantCare.Api.Broker;
using PlantCare.Api.Data.Remote;
using PlantCare.Api.Devices;
using PlantCare.Api.Keys;
using PlantCare.Api.Live;
using PlantCare.Domain.Readings;
using PlantCare.Ingest;
using PlantCare.Ingest.Http;
using PlantCare.Ingest.Mqtt;
using PlantCare.ServiceDefaults;
using PlantCare.Storage;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Editions;

/// <summary>The distributed edition without its pages: Api and Ingest apart, on PostgreSQL, InfluxDB and Mosquitto.</summary>
public sealed class DistributedEditionFixture(SharedPostgres shared) : Edition
{
    private MosquittoServer _broker = null!;
    private InfluxServer _influx = null!;
    private WebApplication _api = null!;
    private WebApplication _ingest = null!;

    public override int BrokerPort => _broker.Port;

    public override Uri WebSocketAddress => new UriBuilder(Uri.UriSchemeWs, "127.0.0.1", _broker.WebSocketPort).Uri;

    public override (string User, string Secret)? ServiceAccount => (_broker.Username, _broker.Password);

    public override IServiceProvider Services => _api.Services;

    protected override Uri Address => new(_api.Urls.First());

    protected override IReadingIntake Intake => _ingest.Services.GetRequiredService<IReadingIntake>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync()
    {
        var postgres = await shared.GetAsync();
        (_broker, _influx) = (await MosquittoServer.StartAsync(), await InfluxServer.StartAsync());
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:plantcare"] = postgres.ConnectionString(await postgres.CreateDatabaseAsync()),
            ["ConnectionStrings:influxdb"] = $"Endpoint={_influx.Endpoint}",
            ["ConnectionStrings:mqtt"] = _broker.ConnectionString,
            ["services:ingest:http:0"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{MosquittoServer.FreePort()}"),
            ["RateLimits:SignInPerMinute"] = SignInPerMinute,
        };
        _api = BuildApi([.. settings, .. await StartNeighboursAsync()]);
        await _api.StartAsync(Cancellation);
        var health = _api.Services.GetRequiredService<HealthCheckService>();
        await Until.TrueAsync(async () => IsWell(await health.CheckHealthAsync(check => check.Name == "mqtt", Cancellation)), Cancellation);

        // Mosquitto ends the connections of an account that gets its role, so that Ingest comes after.
        _ingest = BuildIngest(settings);
        await _ingest.StartAsync(Cancellation);
        await Until.TrueAsync(async () => IsWell(await health.CheckHealthAsync(Cancellation)), Cancellation);

        static bool IsWell(HealthReport report) => report.Status == HealthStatus.Healthy;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_ingest is not null)
        {
            await _ingest.StopAsync(CancellationToken.None);
            await _ingest.DisposeAsync();
        }

        if (_api is not null)
        {
            await _api.StopAsync(CancellationToken.None);
            await _api.DisposeAsync();
        }

        await (_broker?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_influx?.DisposeAsync() ?? ValueTask.CompletedTask);
        await base.DisposeAsync();
    }

    private WebApplication BuildApi(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "PlantCare.Tests", EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddPlantCareDefaults();
        builder.Logging.ClearProviders().AddProvider(Logs);
        builder.Services.AddPlantCareStorage(builder.Configuration);
        builder.Services.AddSingleton(new BrokerEndpoint("127.0.0.1", _broker.Port, Tls: false));
        builder.AddPlantCareKeys();
        builder.AddDeviceAccounts();
        builder.AddRemoteIntake();
        builder.AddLiveRelay();
        builder.AddPlantCareApi();
        var api = builder.Build();
        api.MapPlantCareDefaults();
        api.MapPlantCareApi();
        return api;
    }

    private WebApplication BuildIngest(Dictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "PlantCare.Tests", EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls(settings["services:ingest:http:0"]!);
        builder.AddPlantCareDefaults();
        builder.Logging.ClearProviders().AddProvider(Logs);
        builder.Services.AddPlantCareStorage(builder.Configuration);
        builder.AddPlantCareIngest();
        builder.AddPlantCareSubscriber();
        var ingest = builder.Build();
        ingest.MapPlantCareDefaults();
        ingest.MapPlantCareIngest();
        return ingest;
    }
}

/// <summary>Shares the fixture.</summary>
[CollectionDefinition(Name)]
public sealed class DistributedEditionTests : ICollectionFixture<DistributedEditionFixture>
{
    public const string Name = "Distributed edition in a test";
}
