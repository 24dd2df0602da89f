using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using PlantCare.Ingest;
using PlantCare.Ingest.Http;
using PlantCare.Ingest.Mqtt;
using PlantCare.ServiceDefaults;
using PlantCare.Storage;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.EndToEnd.Distributed;

/// <summary>Ingest as its own program composes it.</summary>
internal sealed class IngestService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private IngestService(Uri address, IEnumerable<(string Key, string Value)> settings, Action<IServiceCollection>? configure)
    {
        var builder = WebApplication.CreateBuilder();
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.WebHost.UseUrls(address.ToString());
        builder.AddPlantCareDefaults();
        builder.Logging.ClearProviders().AddProvider(Logs);
        builder.Services.AddPlantCareStorage(builder.Configuration);
        builder.AddPlantCareIngest();
        builder.AddPlantCareSubscriber();
        configure?.Invoke(builder.Services);
        _app = builder.Build();
        _app.MapPlantCareDefaults();
        _app.MapPlantCareIngest();
    }

    public LogRecorder Logs { get; } = new();

    public IServiceProvider Services => _app.Services;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<IngestService> StartAsync(
        Uri address, IEnumerable<(string Key, string Value)> settings, Action<IServiceCollection>? configure = null)
    {
        var ingest = new IngestService(address, settings, configure);
        await ingest._app.StartAsync(Cancellation);
        return ingest;
    }

    /// <summary>Waits until it listens at the broker.</summary>
    public Task ReadyAsync() => Until.TrueAsync(
        async () => (await Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation)).Status == HealthStatus.Healthy, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        Logs.AssertNoErrors(entry => entry.Category.StartsWith(DbLoggerCategory.Name, StringComparison.Ordinal));
    }
}
