using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Problems;
using PlantCare.Domain.Devices;
using PlantCare.ServiceDefaults.StartUp;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Api;

/// <summary>Devices' accounts on a real Mosquitto that goes away, loses them, has others, or has two of Api to obey.</summary>
public sealed class BrokerOutageTests(SharedPostgres shared) : IAsyncLifetime
{
    private static readonly (string, string) Often = ("DeviceAccounts:ReconcileEvery", "00:00:01");

    private MosquittoServer _broker = null!;
    private string _database = "";

    private string WrongPassword => _broker.ConnectionString.Replace(_broker.Password, "a-wrong-one", StringComparison.Ordinal);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var database = await shared.GetAsync();
        _database = database.ConnectionString(await database.CreateDatabaseAsync());
        _broker = await MosquittoServer.StartAsync();
    }

    public async ValueTask DisposeAsync() => await (_broker?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Fact]
    public async Task Broker_that_lost_its_accounts_has_them_again_with_the_secrets_that_devices_know()
    {
        await using var api = await StartAsync();
        using var owner = await api.RegisterAsync();
        var device = await owner.AddDeviceAsync();

        // More than a page of what the broker lists, and more than a batch.
        const int Others = 230;
        await api.AsSystemAsync(async database =>
        {
            database.Devices.AddRange(Enumerable.Range(0, Others).Select(i => new Device
            {
                DeviceId = $"greenhouse-{i}",
                Name = "Pot",
                Type = "sensor",
                UserId = owner.Me.Id,
                SecretHash = DeviceSecret.Hash($"secret {i}"),
                SecretProtected = api.Protect($"greenhouse-{i}", $"secret {i}"),
            }));
            return await database.SaveChangesAsync(Cancellation);
        });

        await _broker.StopAsync();
        await _broker.ForgetAccountsAsync();
        await api.BrokerMissedAsync();
        await _broker.StartAgainAsync();
        await api.SettledAsync();

        using var client = await ConnectAsync(device);
        foreach (var i in (int[])[0, 99, Others - 1])
        {
            using var other = await BrokerSignIn.ConnectAsync(_broker.Port, $"greenhouse-{i}", $"secret {i}");
        }

        Assert.Equal(Others + 1, (await _broker.AdministerAsync("listRoles", "1000", "0")).Split('\n').Count(line => line.StartsWith("device:", StringComparison.Ordinal)));

        // A device that has its account is left alone by the next comparisons.
        await api.AsSystemAsync(database => database.Devices.Where(d => d.DeviceId == "greenhouse-0").ExecuteDeleteAsync(Cancellation));
        await Until.TrueAsync(() => BrokerSignIn.IsRefusedAsync(_broker.Port, "greenhouse-0", "secret 0"), Cancellation);
        Assert.True(client.IsConnected);
        api.Logs.AssertNoErrors();
    }

    [Fact]
    public async Task Devices_changed_while_the_broker_is_away_are_made_up_for()
    {
        await using var api = await StartAsync();
        using var owner = await api.RegisterAsync();
        var (rotated, deleted) = (await owner.AddDeviceAsync(), await owner.AddDeviceAsync());
        await _broker.StopAsync();
        await api.BrokerMissedAsync();

        var created = await owner.AddDeviceAsync();
        var again = await owner.Client.Devices.RotateSecretAtOnceAsync(rotated.DeviceId, Cancellation);
        await owner.Client.Devices.DeleteAsync(deleted.DeviceId, Cancellation);
        Assert.Equal(HealthStatus.Degraded, (await api.HealthAsync()).Status);
        await _broker.StartAgainAsync();
        await api.SettledAsync();

        using var one = await ConnectAsync(created);
        using var other = await ConnectAsync(again);
        Assert.True(await BrokerSignIn.IsRefusedAsync(_broker.Port, rotated.DeviceId, rotated.Secret));
        Assert.True(await BrokerSignIn.IsRefusedAsync(_broker.Port, deleted.DeviceId, deleted.Secret));
        Assert.Equal(1, api.Warnings("cannot be kept on the broker"));
    }

    [Fact]
    public async Task Create_at_a_broker_that_says_nothing_answers_all_the_same()
    {
        // The commands' own timeout is longer than any test may take.
        await using var api = await StartAsync(("DeviceAccounts:CommandTimeout", "00:05:00"), ("DeviceAccounts:KeepAlive", "00:10:00"));
        using var owner = await api.RegisterAsync();
        await _broker.FreezeAsync();

        var device = await owner.AddDeviceAsync();
        var rotated = await owner.Client.Devices.RotateSecretAtOnceAsync(device.DeviceId, Cancellation);
        _broker.Thaw();

        await Until.TrueAsync(async () => !await BrokerSignIn.IsRefusedAsync(_broker.Port, device.DeviceId, rotated.Secret), Cancellation);
        Assert.True(await BrokerSignIn.IsRefusedAsync(_broker.Port, device.DeviceId, device.Secret));
    }

    [Fact]
    public async Task Start_before_the_broker_waits_for_it_and_says_so_once()
    {
        await _broker.StopAsync();
        await using var api = await BrokerApi.StartAsync(_database, _broker.ConnectionString);
        using var owner = await api.RegisterAsync();
        var device = await owner.AddDeviceAsync();
        await Until.TrueAsync(() => Task.FromResult(api.Warnings("cannot be kept on the broker") > 0), Cancellation);

        await _broker.StartAgainAsync();
        await api.SettledAsync();

        using var client = await ConnectAsync(device);
        Assert.Equal(1, api.Warnings("cannot be kept on the broker"));
    }

    [Fact]
    public async Task Accounts_of_others_are_never_touched_whatever_their_names()
    {
        await _broker.AdministerAsync("createRole", "watcher");
        await _broker.AdministerAsync("addRoleACL", "watcher", "subscribePattern", "plantcare/#", "allow");
        foreach (var name in (string[])["grafana", "front-door"])
        {
            await _broker.AdministerAsync("createClient", name, "-p", "their own");
            await _broker.AdministerAsync("addClientRole", name, "watcher");
        }

        await using var api = await StartAsync(Often);
        using var owner = await api.RegisterAsync();

        // Through the front door a name that is taken is refused; a restored database may bring it all the same.
        var refusal = await Assert.ThrowsAsync<ApiException>(() => owner.AddDeviceAsync(deviceId: "grafana"));
        Assert.Equal(System.Net.HttpStatusCode.Conflict, refusal.Status);
        await api.AsSystemAsync(database =>
        {
            database.Devices.Add(new Device
            {
                DeviceId = "front-door",
                Name = "Pot",
                Type = "sensor",
                UserId = owner.Me.Id,
                SecretHash = DeviceSecret.Hash("secret"),
                SecretProtected = api.Protect("front-door", "secret"),
            });
            return database.SaveChangesAsync(Cancellation);
        });
        await Until.TrueAsync(() => Task.FromResult(api.Warnings("another account of the broker has its name") > 0), Cancellation);
        await api.AsSystemAsync(database => database.Devices.Where(d => d.DeviceId == "front-door").ExecuteDeleteAsync(Cancellation));
        await Until.TrueAsync(async () => (await api.HealthAsync()).Description is null, Cancellation);

        foreach (var name in (string[])["grafana", "front-door"])
        {
            using var client = await BrokerSignIn.ConnectAsync(_broker.Port, name, "their own");
            Assert.Equal(MQTTnet.MqttClientSubscribeResultCode.GrantedQoS1, await client.SubscribeAsync("plantcare/#"));
            Assert.True(await BrokerSignIn.IsRefusedAsync(_broker.Port, name, "secret"));
        }

        Assert.Equal(1, api.Warnings("another account of the broker has its name"));
    }

    [Fact]
    public async Task Account_that_somebody_changed_is_mended()
    {
        await using var api = await StartAsync(Often);
        using var owner = await api.RegisterAsync();
        var (widened, promoted, gone) = (await owner.AddDeviceAsync(), await owner.AddDeviceAsync(), await owner.AddDeviceAsync());

        await _broker.AdministerAsync("addRoleACL", $"device:{widened.DeviceId}", "subscribePattern", "plantcare/#", "allow");
        await _broker.AdministerAsync("addClientRole", promoted.DeviceId, "admin");
        await _broker.AdministerAsync("deleteClient", gone.DeviceId);
        await _broker.AdministerAsync("createRole", "device:left-over-1");

        await Until.TrueAsync(async () => !(await _broker.AdministerAsync("listRoles")).Contains("left-over-1", StringComparison.Ordinal), Cancellation);
        await Until.TrueAsync(async () => !await BrokerSignIn.IsRefusedAsync(_broker.Port, gone.DeviceId, gone.Secret), Cancellation);
        await Until.TrueAsync(() => MayNotAsync(widened), Cancellation);
        await Until.TrueAsync(() => MayNotAsync(promoted), Cancellation);

        async Task<bool> MayNotAsync(DeviceWithSecretResponse device)
        {
            using var client = await ConnectAsync(device);
            return await client.SubscribeAsync("plantcare/#") == MQTTnet.MqttClientSubscribeResultCode.NotAuthorized;
        }
    }

    [Fact]
    public async Task Device_from_before_there_was_a_broker_is_named_once_and_let_in_with_a_new_secret()
    {
        DeviceWithSecretResponse device;
        await using (var home = await BrokerApi.StartAsync(_database, broker: null))
        {
            using var early = await home.RegisterAsync();
            device = await early.AddDeviceAsync();
            Assert.Null((await early.Client.Devices.GetAsync(device.DeviceId, Cancellation)).NeedsNewSecret);
            Assert.True(await home.AsSystemAsync(database => database.Devices.AllAsync(d => d.SecretProtected == null, Cancellation)));
        }

        await using var api = await StartAsync(Often);
        using var owner = await api.SignInAsync(device.UserId);
        await Until.TrueAsync(async () => (await api.HealthAsync()).Description is not null, Cancellation);
        Assert.True((await owner.Client.Devices.GetAsync(device.DeviceId, Cancellation)).NeedsNewSecret);
        Assert.True(await BrokerSignIn.IsRefusedAsync(_broker.Port, device.DeviceId, device.Secret));

        var rotated = await owner.Client.Devices.RotateSecretAsync(device.DeviceId, Cancellation);

        using var client = await ConnectAsync(rotated);
        Assert.Null((await owner.Client.Devices.GetAsync(device.DeviceId, Cancellation)).NeedsNewSecret);
        Assert.Null((await api.HealthAsync()).Description);
        Assert.Equal(1, api.Warnings(device.DeviceId));
    }

    [Fact]
    public async Task Two_replicas_that_rotate_the_same_devices_at_once_agree_on_the_last_secret()
    {
        await using var one = await StartAsync(Often);
        await using var two = await StartAsync(Often);
        using var owner = await one.RegisterAsync();
        using var same = await two.SignInAsync(owner.Me.Id);
        var devices = new List<DeviceWithSecretResponse>();
        for (var i = 0; i < 4; i++)
        {
            devices.Add(await owner.AddDeviceAsync());
        }

        // Whoever comes last in the database counts, and that the answers do not tell.
        var secrets = await Task.WhenAll(devices.SelectMany(device => Enumerable.Range(0, 6).Select(i =>
            (i % 2 == 0 ? owner : same).Client.Devices.RotateSecretAtOnceAsync(device.DeviceId, Cancellation))));
        var hashes = await one.AsSystemAsync(database => database.Devices.ToDictionaryAsync(d => d.DeviceId, d => d.SecretHash, Cancellation));
        var valid = secrets.Where(answer => DeviceSecret.Verify(answer.Secret, hashes[answer.DeviceId])).ToList();
        Assert.Equal(devices.Count, valid.Count);

        foreach (var answer in secrets.Except(valid).Concat(devices))
        {
            await Until.TrueAsync(() => BrokerSignIn.IsRefusedAsync(_broker.Port, answer.DeviceId, answer.Secret), Cancellation);
        }

        foreach (var answer in valid)
        {
            await Until.TrueAsync(async () => !await BrokerSignIn.IsRefusedAsync(_broker.Port, answer.DeviceId, answer.Secret), Cancellation);
        }
    }

    [Fact]
    public async Task Start_with_an_account_that_the_broker_refuses_ends_and_names_the_key()
    {
        var refusal = await Assert.ThrowsAsync<StartUpException>(() => BrokerApi.StartAsync(_database, WrongPassword));

        Assert.Equal(2, refusal.ExitCode);
        Assert.Contains("ConnectionStrings__mqtt", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a-wrong-one", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_at_a_broker_with_a_certificate_of_its_own_making_ends_and_names_the_key()
    {
        await using var stranger = new StrangeCertificate();

        var refusal = await Assert.ThrowsAsync<StartUpException>(() => BrokerApi.StartAsync(_database, $"mqtts://plantcare:secret@localhost:{stranger.Port}"));

        Assert.Equal(2, refusal.ExitCode);
        Assert.Contains("ConnectionStrings__mqtt", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_of_the_services_that_the_broker_refuses_later_is_named_by_health_without_its_password()
    {
        await _broker.StopAsync();
        await using var api = await BrokerApi.StartAsync(_database, WrongPassword);
        await _broker.StartAgainAsync();
        await Until.TrueAsync(async () => (await api.HealthAsync()).Description!.Contains("ConnectionStrings__mqtt", StringComparison.Ordinal), Cancellation);

        Assert.Equal(HealthStatus.Degraded, (await api.HealthAsync()).Status);
        Assert.Equal(0, api.Warnings("a-wrong-one"));
    }

    [Fact]
    public async Task Account_of_the_services_without_the_admin_role_is_named_by_health()
    {
        await _broker.AdministerAsync("createClient", "poor-service", "-p", "secret");
        await using var api = await BrokerApi.StartAsync(_database, $"mqtt://poor-service:secret@127.0.0.1:{_broker.Port}");

        await Until.TrueAsync(async () => (await api.HealthAsync()).Description!.Contains("admin role", StringComparison.Ordinal), Cancellation);
    }

    private async Task<BrokerApi> StartAsync(params (string Key, string Value)[] settings)
    {
        var api = await BrokerApi.StartAsync(_database, _broker.ConnectionString, settings);
        await api.SettledAsync();
        return api;
    }

    private Task<BrokerSignIn> ConnectAsync(DeviceWithSecretResponse device) =>
        BrokerSignIn.ConnectAsync(_broker.Port, device.Mqtt.Username, device.Mqtt.Password);
}
