using Microsoft.EntityFrameworkCore;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Api.Administration;

/// <summary>Tests that Api passes in both editions: a class below one of these says which.</summary>
public abstract class EditionContract : IAsyncLifetime
{
    public ApiHost Host { get; private set; } = null!;

    /// <summary>The first account.</summary>
    public ApiCaller Administrator { get; private set; } = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Host = await StartAsync();

        // The database says so by itself when two are at the same rows at once; what comes of it is what the tests look at.
        Host.ExpectedErrors = entry => entry.Category.StartsWith(DbLoggerCategory.Name, StringComparison.Ordinal);
        Administrator = await Host.RegisterAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Administrator?.Dispose();
        await (Host?.DisposeAsync() ?? ValueTask.CompletedTask);
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts a host on databases that are empty, or on those of the host before it.</summary>
    protected abstract Task<ApiHost> StartAsync();

    /// <summary>Where the distributed edition keeps what a test's accounts have.</summary>
    internal static async Task<(string Key, string Value)[]> ServersAsync(SharedPostgres postgres, SharedInfluxServer influx)
    {
        var (database, readings) = (await postgres.GetAsync(), await influx.GetAsync());
        return
        [
            ("ConnectionStrings:plantcare", database.ConnectionString(await database.CreateDatabaseAsync())),
            ("ConnectionStrings:influxdb", $"Endpoint={readings.Endpoint};Bucket=test_{Guid.CreateVersion7():N}"),
        ];
    }
}
