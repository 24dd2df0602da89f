using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PlantCare.Api.Broker;
using PlantCare.Contracts.Mqtt;
using PlantCare.Domain.Devices;
using PlantCare.Storage.Relational;
using PlantCare.Tests.Servers;
using PlantCare.Tests.Storage;

namespace PlantCare.Tests.Api;

/// <summary>What becomes of an account when the database changes its mind between reading it and writing the broker.</summary>
public sealed class AccountSettlerTests(SharedPostgres shared) : IAsyncLifetime
{
    private const string DeviceName = "kitchen-1";

    private readonly InterruptedKeys _keys = new();
    private MosquittoServer _broker = null!;
    private RelationalHost _host = null!;
    private SecretVault _vault = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SystemWork System => _host.Services.GetRequiredService<SystemWork>();

    public async ValueTask InitializeAsync()
    {
        var database = await shared.GetAsync();
        _broker = await MosquittoServer.StartAsync();
        _host = await RelationalHost.StartAsync(database.ConnectionString(await database.CreateDatabaseAsync()));
        _vault = new SecretVault(_keys);
        var owner = await _host.AddUserAsync("ada");
        var device = RelationalHost.Device(owner, DeviceName, "first");
        device.SecretProtected = _vault.Protect(DeviceName, "first");
        await _host.SaveAsync(owner, device);
    }

    public async ValueTask DisposeAsync()
    {
        await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_broker?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task Settle_while_another_replica_gives_the_device_a_new_secret_ends_with_the_new_one()
    {
        var (hash, secret) = (DeviceSecret.Hash("second"), _vault.Protect(DeviceName, "second"));
        _keys.Interruption = () => System.Run(database => database.Devices.ExecuteUpdate(
            devices => devices.SetProperty(device => device.SecretHash, hash).SetProperty(device => device.SecretProtected, secret)));

        await SettleAsync();

        Assert.Null(_keys.Interruption);
        Assert.True(await BrokerSignIn.IsRefusedAsync(_broker.Port, DeviceName, "first"));
        using var client = await BrokerSignIn.ConnectAsync(_broker.Port, DeviceName, "second");
    }

    [Fact]
    public async Task Settle_while_another_replica_deletes_the_device_leaves_no_account()
    {
        _keys.Interruption = () => System.Run(database => database.Devices.ExecuteDelete());

        await SettleAsync();

        Assert.Null(_keys.Interruption);
        Assert.True(await BrokerSignIn.IsRefusedAsync(_broker.Port, DeviceName, "first"));
        Assert.DoesNotContain(DeviceName, await _broker.AdministerAsync("listRoles"), StringComparison.Ordinal);
    }

    private async Task SettleAsync()
    {
        await using var channel = new ControlChannel(new DeviceAccountSettings(), TimeProvider.System);
        await channel.OpenAsync(BrokerConnectionString.Parse(_broker.ConnectionString), Cancellation);
        var settler = new AccountSettler(new DeviceCredentials(System, _vault, TimeProvider.System), new AccountObstacles(NullLogger<AccountObstacles>.Instance));
        await settler.SettleAsync(channel, [DeviceName], Cancellation);
    }

    /// <summary>Keys with which, the first time that a secret is read, something else happens first.</summary>
    private sealed class InterruptedKeys : IDataProtectionProvider, IDataProtector
    {
        public Action? Interruption { get; set; }

        public IDataProtector CreateProtector(string purpose) => this;

        public byte[] Protect(byte[] plaintext) => plaintext;

        public byte[] Unprotect(byte[] protectedData)
        {
            var interruption = Interruption;
            Interruption = null;
            interruption?.Invoke();
            return protectedData;
        }
    }
}
