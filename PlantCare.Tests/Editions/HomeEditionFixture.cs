using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PlantCare.Api;
using PlantCare.Domain.Readings;
using PlantCare.Ingest;
using PlantCare.ServiceDefaults;
using PlantCare.Standalone.Broker;
using PlantCare.Storage;

namespace PlantCare.Tests.Editions;

/// <summary>The home edition without its pages: one host with its own broker, on SQLite.</summary>
public sealed class HomeEditionFixture : Edition
{
    private WebApplication _app = null!;

    public override int BrokerPort => Services.GetRequiredService<EmbeddedBroker>().Port;

    public override Uri WebSocketAddress => new UriBuilder(Address) { Scheme = Uri.UriSchemeWs, Path = "/mqtt" }.Uri;

    public override IServiceProvider Services => _app.Services;

    protected override Uri Address => new(_app.Urls.First());

    protected override IReadingIntake Intake => Services.GetRequiredService<IReadingIntake>();

    public override async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "PlantCare.Tests", EnvironmentName = "Production" });
        builder.Configuration["ConnectionStrings:plantcare"] = $"Data Source={Folder.File("plantcare.db")};Pooling=False";
        builder.Configuration["RateLimits:SignInPerMinute"] = SignInPerMinute;
        builder.Configuration.AddInMemoryCollection(await StartNeighboursAsync());
        builder.Configuration["Mqtt:Port"] = "0";
        builder.Configuration["Mqtt:Bind"] = "127.0.0.1";
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.AddPlantCareDefaults();
        builder.Logging.ClearProviders().AddProvider(Logs);
        builder.Services.AddPlantCareStorage(builder.Configuration);
        builder.AddPlantCareIngest();
        builder.AddPlantCareBroker();
        builder.AddPlantCareApi();
        _app = builder.Build();
        _app.MapPlantCareDefaults();
        _app.MapPlantCareApi();
        _app.MapMqttOverWebSocket();
        await _app.StartAsync(TestContext.Current.CancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
        }

        await base.DisposeAsync();
    }
}

/// <summary>Shares the fixture.</summary>
[CollectionDefinition(Name)]
public sealed class HomeEditionTests : ICollectionFixture<HomeEditionFixture>
{
    public const string Name = "Home edition in a test";
}
