using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PlantCare.Domain.Devices;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Storage.Relational.People;
using PlantCare.Storage.Relational.Plants;
using PlantCare.Storage.Relational.Tenancy;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Storage;

/// <summary>A process that uses the relational database and nothing else.</summary>
internal sealed class RelationalHost : IAsyncDisposable
{
    private readonly IHost _host;

    public RelationalHost(string connectionString, string? owner = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:plantcare"] = connectionString,
            ["ConnectionStrings:plantcare-owner"] = owner,
        });
        builder.Logging.AddProvider(Logs);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddRelationalStorage(builder.Configuration);
        _host = builder.Build();
    }

    public LogRecorder Logs { get; } = new();

    public IServiceProvider Services => _host.Services;

    public DeviceDirectory Directory => Services.GetRequiredService<DeviceDirectory>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<RelationalHost> StartAsync(string connectionString, string? owner = null)
    {
        var host = new RelationalHost(connectionString, owner);
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public Task StartAsync() => _host.StartAsync(Cancellation);

    /// <summary>Works for an account; for nobody without one.</summary>
    public Task<T> AsAsync<T>(User? user, Func<PlantCareContext, Task<T>> work) => AsAsync(
        tenant =>
        {
            if (user is not null)
            {
                tenant.ActAs(user.Id);
            }
        },
        work);

    public async Task<T> AsAsync<T>(Action<Tenant> become, Func<PlantCareContext, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        become(scope.ServiceProvider.GetRequiredService<Tenant>());
        return await work(scope.ServiceProvider.GetRequiredService<PlantCareContext>());
    }

    public Task<int> SaveAsync(User? user, params object[] rows) => AsAsync(user, context => SaveAsync(context, rows));

    public Task<int> SaveAsSystemAsync(params object[] rows) => AsAsync(tenant => tenant.ActAsSystem(), context => SaveAsync(context, rows));

    public async Task<User> AddUserAsync(string name)
    {
        var user = new User { UserName = name, NormalizedUserName = name.ToUpperInvariant(), Email = $"{name}@example.com" };
        await SaveAsSystemAsync(user);
        return user;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
    }

    public static Plant Plant(User owner, string name) => new() { Name = name, UserId = owner.Id, CreatedAt = TimeProvider.System.GetUtcNow() };

    public static Device Device(User owner, string deviceId, string secret = "secret") => new()
    {
        DeviceId = deviceId,
        Name = deviceId,
        Type = "sensor",
        UserId = owner.Id,
        SecretHash = DeviceSecret.Hash(secret),
        CreatedAt = TimeProvider.System.GetUtcNow(),
    };

    private static Task<int> SaveAsync(PlantCareContext context, object[] rows)
    {
        context.AddRange(rows);
        return context.SaveChangesAsync(Cancellation);
    }
}
