using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Readings;
using PlantCare.Ingest;
using PlantCare.Ingest.Mqtt;
using PlantCare.ServiceDefaults;
using PlantCare.Storage;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Storage.Relational.People;
using PlantCare.Storage.Relational.Plants;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Ingest;

/// <summary>Ingest over its real stores in a folder of its own, with one owner, plant and device.</summary>
public sealed class IngestHost : IAsyncDisposable
{
    public const string DeviceName = "kitchen-basil";

    private readonly TempFolder _folder = new();
    private readonly IHost _host;

    private IngestHost(Action<IServiceCollection>? configure, Dictionary<string, string?> settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Configuration["ConnectionStrings:plantcare"] = $"Data Source={_folder.File("plantcare.db")};Pooling=False";
        builder.AddPlantCareDefaults();
        builder.Services.AddPlantCareStorage(builder.Configuration);
        builder.AddPlantCareIngest();
        if (builder.Configuration.GetConnectionString("mqtt") is not null)
        {
            builder.AddPlantCareSubscriber();
        }

        builder.Logging.ClearProviders().AddProvider(Logs);
        configure?.Invoke(builder.Services);
        _host = builder.Build();
    }

    public LogRecorder Logs { get; } = new();

    public IServiceProvider Services => _host.Services;

    public IReadingIntake Intake => Services.GetRequiredService<IReadingIntake>();

    public IReadingStore Store => Services.GetRequiredService<IReadingStore>();

    public User Owner { get; } = new() { UserName = "owner@example.com", Email = "owner@example.com" };

    public Plant Basil { get; private set; } = null!;

    public string Secret { get; } = DeviceSecret.Generate();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<IngestHost> StartAsync(
        Action<IServiceCollection>? configure = null, params (string Key, string Value)[] settings)
    {
        var host = new IngestHost(configure, settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        await host._host.StartAsync(Cancellation);
        await host.SeedAsync();
        return host;
    }

    public async Task<IntakeResult> SubmitAsync(string payload, string device = DeviceName) => await Intake.SubmitAsync(
        new IncomingMessage(device, $"plantcare/{device}/readings", Encoding.UTF8.GetBytes(payload), TimeProvider.System.GetUtcNow()), Cancellation);

    public async Task<List<StoredValue>> ReadAllAsync()
    {
        var range = new TimeRange(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return await Store.ReadAsync(new ReadingQuery(new ReadingScope(Owner.Id), range), Cancellation).ToListAsync(Cancellation);
    }

    public Task<List<DeadLetterRow>> DeadLettersAsync() => Services.GetRequiredService<SystemWork>().RunAsync(
        context => context.DeadLetters.AsNoTracking().OrderBy(letter => letter.Id).ToListAsync(Cancellation));

    public Task ChangeAsync(Func<PlantCareContext, Task> change) => Services.GetRequiredService<SystemWork>().RunAsync(async context =>
    {
        await change(context);
        await context.SaveChangesAsync(Cancellation);
    });

    /// <summary>Renames the device behind the directory's back: as if another process had added one that this one has not heard of.</summary>
    public Task RenameDeviceUnheardAsync(string name, string device = DeviceName) => ChangeAsync(context => context.Devices
        .Where(row => row.DeviceId == device)
        .ExecuteUpdateAsync(devices => devices.SetProperty(row => row.DeviceId, name), Cancellation));

    public Task StopAsync() => _host.StopAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        _folder.Dispose();
    }

    private Task SeedAsync() => ChangeAsync(context =>
    {
        Basil = new Plant { Name = "Basil", UserId = Owner.Id };
        context.Add(Owner);
        context.Add(Basil);
        context.Add(new Device
        {
            DeviceId = DeviceName,
            Name = "Kitchen",
            Type = "sensor",
            UserId = Owner.Id,
            PlantId = Basil.Id,
            SecretHash = DeviceSecret.Hash(Secret),
        });
        return Task.CompletedTask;
    });
}
