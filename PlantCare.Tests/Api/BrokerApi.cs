using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
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
using PlantCare.ServiceDefaults;
using PlantCare.Storage;
using PlantCare.Storage.Readings.Sqlite;
using PlantCare.Storage.Relational;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Api;

/// <summary>Api as the distributed edition composes it, over PostgreSQL and beside a broker of its own.</summary>
internal sealed class BrokerApi : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly WebApplication _app;

    private BrokerApi(string database, string? broker, (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["ConnectionStrings:plantcare"] = database;
        builder.Configuration["ConnectionStrings:mqtt"] = broker;
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddPlantCareDefaults();
        builder.Logging.ClearProviders().AddProvider(Logs);
        if (builder.Configuration.GetConnectionString("influxdb") is null)
        {
            builder.Services.AddRelationalStorage(builder.Configuration);
            builder.Services.AddSingleton<IReadingStore>(_ => new SqliteReadingStore(_folder.File("readings.db")));
        }
        else
        {
            builder.Services.AddPlantCareStorage(builder.Configuration);
        }

        builder.Services.AddSingleton(new BrokerSettings().ToEndpoint());
        builder.AddPlantCareKeys();
        builder.AddDeviceAccounts();
        builder.AddRemoteIntake();
        builder.AddLiveRelay();
        builder.AddPlantCareApi();
        _app = builder.Build();
        _app.MapPlantCareDefaults();
        _app.MapPlantCareApi();
    }

    public LogRecorder Logs { get; } = new();

    public IServiceProvider Services => _app.Services;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.Single());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<BrokerApi> StartAsync(string database, string? broker, params (string Key, string Value)[] settings)
    {
        var api = new BrokerApi(database, broker, settings);
        await api._app.StartAsync(Cancellation);
        return api;
    }

    public Task<ApiCaller> RegisterAsync() =>
        ApiCaller.RegisterAsync(CreateClient(), $"{Guid.CreateVersion7():n}@example.com");

    /// <summary>Signs an account in that registered at another Api over the same database.</summary>
    public async Task<ApiCaller> SignInAsync(Guid userId)
    {
        var email = await AsSystemAsync(database => database.Users.Where(user => user.Id == userId).Select(user => user.Email).SingleAsync(Cancellation));
        return await ApiCaller.SignInAsync(CreateClient(), email!);
    }

    /// <summary>What is kept of a device's secret.</summary>
    public byte[]? Protect(string deviceId, string secret) => Services.GetRequiredService<IDeviceAccounts>().Protect(deviceId, secret);

    /// <summary>What <c>/health</c> says of the broker.</summary>
    public async Task<HealthReportEntry> HealthAsync() =>
        (await Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == "mqtt", Cancellation)).Entries["mqtt"];

    /// <summary>Waits until all accounts have been compared since Api last saw the broker.</summary>
    public Task SettledAsync() => Until.TrueAsync(async () => (await HealthAsync()).Status == HealthStatus.Healthy, Cancellation);

    /// <summary>Waits until Api has noticed that the broker is away.</summary>
    public Task BrokerMissedAsync() => Until.TrueAsync(async () => (await HealthAsync()).Status == HealthStatus.Degraded, Cancellation);

    /// <summary>Works in the database, past every filter and past Api.</summary>
    public Task<T> AsSystemAsync<T>(Func<PlantCareContext, Task<T>> work) => Services.GetRequiredService<SystemWork>().RunAsync(work);

    /// <summary>How many warnings of ours hold that text.</summary>
    public int Warnings(string text) => Logs.Entries.Count(entry =>
        entry.Category.StartsWith("PlantCare.", StringComparison.Ordinal) && entry.Message.Contains(text, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _folder.Dispose();
        Logs.AssertNoErrors(entry => entry.Category.StartsWith(DbLoggerCategory.Name, StringComparison.Ordinal));
    }

    /// <summary>A client that the caller disposes of.</summary>
    public HttpClient CreateClient() => new() { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
}
