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
        await using var server = await PostgresServer.StartAsync();
        await using var ingest = await RelationalHost.StartAsync(server.ConnectionString("postgres"));
        var owner = await ingest.AddUserAsync("ada");

        await server.StopAsync();
        await Until.TrueAsync(() => Task.FromResult(Losses() == 1), Cancellation);
        await server.StartAgainAsync();
        await server.ExecuteAsync(
            "postgres",
            $$"""
            ALTER TABLE devices DISABLE TRIGGER directory_changed;
            INSERT INTO devices (id, device_id, name, type, config, user_id, secret_hash, created_at)
                VALUES (gen_random_uuid(), 'unheard-1', 'x', 'sensor', '{}', '{{owner.Id}}', '\x00', now());
            ALTER TABLE devices ENABLE TRIGGER directory_changed;
            """);

        // Nobody said anything of that one: only reading everything anew finds it.
        await HearsAsync(ingest, directory => directory.TryFind("unheard-1", out _));
        await ingest.SaveAsync(owner, RelationalHost.Device(owner, "heard-1"));
        await server.ExecuteAsync("postgres", "UPDATE devices SET config = '{\"pins\":[1]}' WHERE device_id = 'heard-1'");
        await HearsAsync(ingest, directory => directory.TryFind("heard-1", out var device) && device.Config.More?.ContainsKey("pins") == true);
        Assert.Equal(1, Losses());

        int Losses() => ingest.Logs.Entries.Count(entry => entry.Message.Contains("not heard for now", StringComparison.Ordinal));
    }

    private static Task HearsAsync(RelationalHost host, Predicate<DeviceDirectory> condition) =>
        Until.TrueAsync(() => Task.FromResult(condition(host.Directory)), Cancellation);
}
