using System.Globalization;
using System.Security.Cryptography;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Distributed;

/// <summary>
/// The distributed edition as it is deployed, on servers that are one test's own to break: PostgreSQL, InfluxDB and Mosquitto with accounts
/// as in production; Api, Web and Ingest as processes.
/// </summary>
internal sealed class DistributedEdition : IAsyncDisposable
{
    /// <summary>The relational database.</summary>
    public const string Database = "smart_plant_care";

    private readonly TempFolder _folder = new();
    private readonly List<ServiceProcess> _services = [];
    private readonly string _password = RandomNumberGenerator.GetHexString(24);

    private DistributedEdition(PostgresServer postgres, InfluxServer influx, MosquittoServer broker) =>
        (Postgres, Influx, Broker) = (postgres, influx, broker);

    public PostgresServer Postgres { get; }

    public InfluxServer Influx { get; }

    public MosquittoServer Broker { get; }

    public ServiceProcess Api { get; private set; } = null!;

    public ServiceProcess Web { get; private set; } = null!;

    /// <summary>Every service that runs and should go on running.</summary>
    public IEnumerable<ServiceProcess> Running => _services.Where(service => !service.Process.HasExited);

    /// <summary>Starts the servers, Api and Web. Ingest is the test's to start.</summary>
    public static async Task<DistributedEdition> StartAsync(CancellationToken cancellationToken)
    {
        var edition = new DistributedEdition(
            await PostgresServer.StartAsync(), await InfluxServer.StartAsync(authentication: true), await MosquittoServer.StartAsync());
        try
        {
            await edition.StartServicesAsync(cancellationToken);
            return edition;
        }
        catch
        {
            await edition.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts an Ingest worker under a name, by itself or in a group.</summary>
    public Task<ServiceProcess> StartIngestAsync(string instance, string? group, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> settings = [.. Settings(), new("Subscriber__Instance", instance), new("Subscriber__LongestPause", "00:00:02")];
        if (group is not null)
        {
            settings.Add(new("Subscriber__Group", group));
        }

        return StartAsync("PlantCare.Ingest", settings, cancellationToken);
    }

    /// <summary>Waits until every running service says that it and all that it needs are well.</summary>
    public async Task BecomesHealthyAsync(CancellationToken cancellationToken)
    {
        foreach (var service in Running.ToList())
        {
            await Until.TrueAsync(async () => (await service.HealthAsync(cancellationToken)).IsHealthy, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services)
        {
            // Shown where the test failed.
            TestContext.Current.TestOutputHelper?.WriteLine($"{service.Name}:\n{service.Output}\n{service.Errors}");
            await service.DisposeAsync();
        }

        await Broker.DisposeAsync();
        await Influx.DisposeAsync();
        await Postgres.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartServicesAsync(CancellationToken cancellationToken)
    {
        await Postgres.ExecuteAsync("postgres", $"CREATE ROLE plantcare LOGIN CREATEROLE PASSWORD '{_password}'");
        await Postgres.ExecuteAsync("postgres", $"CREATE DATABASE {Database} OWNER plantcare");
        Api = await StartAsync("PlantCare.Api", Settings(), cancellationToken);
        Web = await StartAsync("PlantCare.Web", [new("services__api__http__0", $"{Api.Address}"), new("Web__DataPath", _folder.Path)], cancellationToken);
    }

    private async Task<ServiceProcess> StartAsync(string program, IEnumerable<KeyValuePair<string, string>> settings, CancellationToken cancellationToken)
    {
        var service = await ServiceProcess.StartAsync(program, settings, cancellationToken);
        _services.Add(service);
        return service;
    }

    private IEnumerable<KeyValuePair<string, string>> Settings() =>
    [
        new("ConnectionStrings__plantcare", Postgres.ConnectionString(Database, "plantcare", _password)),
        new("ConnectionStrings__influxdb", Influx.ConnectionString),
        new("ConnectionStrings__mqtt", Broker.ConnectionString),
        new("Mqtt__PublicPort", Broker.Port.ToString(CultureInfo.InvariantCulture)),
    ];
}
