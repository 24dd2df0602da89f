using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Devices;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Storage;

/// <summary>Two processes on one database: what one of them saves, the other one's directory hears of.</summary>
public sealed class PostgresDirectoryTests(SharedPostgres shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Device_made_rotated_moved_and_deleted_here_is_known_there()
    {
        var server = await shared.GetAsync();
        var database = await server.CreateDatabaseAsync();
        await using var api = await RelationalHost.StartAsync(server.ConnectionString(database));
        await using var ingest = await RelationalHost.StartAsync(server.ConnectionString(database));
        var changed = new List<string>();
        ingest.Directory.CredentialChanged += (_, change) => changed.Add(change.DeviceId);
        var owner = await api.AddUserAsync("ada");
        var plant = RelationalHost.Plant(owner, "Basil");

        await api.SaveAsync(owner, plant, RelationalHost.Device(owner, "kitchen-1", "first"));
        await HearsAsync(ingest, directory => directory.TryAuthenticate("kitchen-1", "first", out _));

        await ChangeAsync(api, device => device.SecretHash = DeviceSecret.Hash("second"));
        await HearsAsync(ingest, directory => directory.TryAuthenticate("kitchen-1", "second", out _));
        Assert.False(ingest.Directory.TryAuthenticate("kitchen-1", "first", out _));

        await ChangeAsync(api, device => device.PlantId = plant.Id);
        await HearsAsync(ingest, directory => directory.TryFind("kitchen-1", out var device) && device.Plant?.Name == "Basil");

        await api.AsAsync(owner, context => context.Plants.ExecuteUpdateAsync(plants => plants.SetProperty(p => p.Name, "Aloe"), Cancellation));
        await HearsAsync(ingest, directory => directory.TryFind("kitchen-1", out var device) && device.Plant?.Name == "Aloe");

        await api.AsAsync(owner, context => context.Users.Where(user => user.Id == owner.Id).ExecuteDeleteAsync(Cancellation));
        await HearsAsync(ingest, directory => !directory.TryFind("kitchen-1", out _));
        Assert.Equal(["kitchen-1", "kitchen-1"], changed);

        Task<int> ChangeAsync(RelationalHost host, Action<Device> change) => host.AsAsync(owner, async context =>
        {
            change(await context.Devices.SingleAsync(Cancellation));
            return await context.SaveChangesAsync(Cancellation);
        });
    }

    [Fact]
    public async Task Device_rolled_back_is_never_known_and_signs_of_life_are_not_told()
    {
        var server = await shared.GetAsync();
        var database = await server.CreateDatabaseAsync();
        await using var api = await RelationalHost.StartAsync(server.ConnectionString(database));
        var owner = await api.AddUserAsync("ada");
        await api.SaveAsync(owner, RelationalHost.Device(owner, "kitchen-1"));
        await using var ear = new Npgsql.NpgsqlConnection(server.ConnectionString(database));
        await ear.OpenAsync(Cancellation);
        var heard = new List<string>();
        ear.Notification += (_, notification) => heard.Add(notification.Payload);
        await using (var listen = new Npgsql.NpgsqlCommand("LISTEN plantcare_directory", ear))
        {
            await listen.ExecuteNonQueryAsync(Cancellation);
        }

        await server.ExecuteAsync(database, "UPDATE devices SET last_seen = now(), online = true, battery = 50");
        await server.ExecuteAsync(database, "BEGIN; UPDATE devices SET plant_id = NULL; ROLLBACK");
        await server.ExecuteAsync(database, "NOTIFY plantcare_directory, 'last'");
        while (!heard.Contains("last"))
        {
            await ear.WaitAsync(Cancellation);
        }

        Assert.Equal(["last"], heard);
    }

    [Fact]
    public async Task Device_made_while_the_connection_was_lost_is_known_after_it()
    {
        var server = await shared.GetAsync();
        var database = await server.CreateDatabaseAsync();
        var account = $"app_{database}";
        await server.ExecuteAsync(database, $"CREATE ROLE {account} LOGIN PASSWORD 'secret'");
        await using var ingest = await RelationalHost.StartAsync(
            server.ConnectionString(database, account, "secret"), owner: server.ConnectionString(database));
        var owner = await ingest.AddUserAsync("ada");

        // The account stays locked out until the device is there, so that no notice of it can be heard.
        await server.ExecuteAsync(database, $"ALTER ROLE {account} NOLOGIN");
        await server.ExecuteAsync(database, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{account}'");
        await Until.TrueAsync(() => Task.FromResult(Losses() == 1), Cancellation);
        await InsertAsync("unheard-1");
        await server.ExecuteAsync(database, $"ALTER ROLE {account} LOGIN");

        // Nobody said anything of that one: only reading everything anew finds it. Of the next one it is told again.
        await HearsAsync(ingest, directory => directory.TryFind("unheard-1", out _));
        await InsertAsync("heard-1");
        await HearsAsync(ingest, directory => directory.TryFind("heard-1", out _));
        Assert.Equal(1, Losses());

        int Losses() => ingest.Logs.Entries.Count(entry => entry.Message.Contains("not heard for now", StringComparison.Ordinal));

        Task<object?> InsertAsync(string deviceId) => server.ExecuteAsync(
            database,
            $$"""
            INSERT INTO devices (id, device_id, name, type, config, user_id, secret_hash, created_at)
                VALUES (gen_random_uuid(), '{{deviceId}}', 'x', 'sensor', '{}', '{{owner.Id}}', '\x00', now())
            """);
    }

    private static Task HearsAsync(RelationalHost host, Predicate<DeviceDirectory> condition) =>
        Until.TrueAsync(() => Task.FromResult(condition(host.Directory)), Cancellation);
}
