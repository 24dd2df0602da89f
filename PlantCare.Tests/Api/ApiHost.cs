using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PlantCare.Api;
using PlantCare.Api.Devices;
using PlantCare.Ingest;
using PlantCare.ServiceDefaults;
using PlantCare.Storage;
using PlantCare.Storage.Relational;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Api;

/// <summary>Api as the home edition composes it, with ingest and its databases in a folder of its own, behind Kestrel on a free port.</summary>
public sealed class ApiHost : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly WebApplication _app;

    private ApiHost(Action<IServiceCollection>? configure, (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "PlantCare.Tests", EnvironmentName = "Production" });
        builder.Configuration["ConnectionStrings:plantcare"] = $"Data Source={_folder.File("plantcare.db")};Pooling=False";
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.AddPlantCareDefaults();
        builder.Logging.ClearProviders().AddProvider(Logs);
        builder.Services.AddPlantCareStorage(builder.Configuration);
        builder.AddPlantCareIngest();
        builder.Services.AddSingleton(new BrokerEndpoint(Host: null, Port: 1883, Tls: false));
        builder.AddPlantCareApi();
        configure?.Invoke(builder.Services);
        _app = builder.Build();
        _app.MapPlantCareDefaults();
        _app.MapPlantCareApi();
    }

    public LogRecorder Logs { get; } = new();

    /// <summary>The errors that a test brings about on purpose; any other one fails it when the host ends.</summary>
    public Func<LogEntry, bool>? ExpectedErrors { get; set; }

    public IServiceProvider Services => _app.Services;

    /// <summary>A caller without credentials.</summary>
    public HttpClient Anonymous { get; private set; } = null!;

    public static Task<ApiHost> StartAsync(params (string Key, string Value)[] settings) => StartAsync(configure: null, settings);

    public static async Task<ApiHost> StartAsync(Action<IServiceCollection>? configure, params (string Key, string Value)[] settings)
    {
        var host = new ApiHost(configure, settings);
        await host._app.StartAsync(TestContext.Current.CancellationToken);
        host.Anonymous = host.CreateClient();
        return host;
    }

    /// <summary>A client that the caller disposes of.</summary>
    public HttpClient CreateClient() => new() { BaseAddress = new Uri(_app.Urls.First()), Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>A new account, signed in.</summary>
    public Task<ApiCaller> RegisterAsync(string? email = null) => ApiCaller.RegisterAsync(this, email ?? $"{Guid.CreateVersion7():n}@example.com");

    /// <summary>Looks into the database, past every filter.</summary>
    public Task<T> LookAsync<T>(Func<PlantCareContext, Task<T>> look) => Services.GetRequiredService<SystemWork>().RunAsync(look);

    /// <summary>As <c>systemctl stop</c>.</summary>
    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Anonymous.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _folder.Dispose();
        Logs.AssertNoErrors(ExpectedErrors);
    }
}
