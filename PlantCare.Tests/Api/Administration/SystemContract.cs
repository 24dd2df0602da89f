using System.Net;
using Microsoft.EntityFrameworkCore;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Relational.People;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Api.Administration;

/// <summary>How the system is, what was sent that could not be stored, and whose readings an administrator looked at.</summary>
public abstract class SystemContract : EditionContract
{
    /// <summary>Which databases there are.</summary>
    protected abstract (string Database, string Readings) Kinds { get; }

    private AdministrationClient Administration => Administrator.Client.Administration;

    [Fact]
    public async Task GetSystem_tells_versions_sizes_counts_and_rates()
    {
        using var ada = await Host.RegisterAsync();
        var device = await ada.AddDeviceAsync((await ada.AddPlantAsync()).Id);
        await SubmitAsync(ada, device, """[{"temperature":20,"timestamp":1},{"temperature":21},{"temperature":22,"soil_moisture":40}]""");

        var system = await Administration.GetSystemAsync(Cancellation);

        Assert.Equal(Kinds, (system.Database?.Kind, system.Readings?.Kind));
        Assert.NotEmpty(system.Database!.Version);
        Assert.Equal(await Host.LookAsync(database => Task.FromResult(database.Database.GetMigrations().Last())), system.Database.Migration);
        Assert.True(system.Database.Bytes > 10_000);
        Assert.Equal((2, 1, 1, 1), (system.Counts?.Accounts, system.Counts?.Plants, system.Counts?.Devices, system.Counts?.DeadLetters));
        Assert.Equal((2, 2), (system.Ingest?.LastMinute, system.Ingest?.LastHour));
        Assert.True(system.StartedAt < TimeProvider.System.GetUtcNow() && system.UptimeSeconds >= 0);
        Assert.Equal(Environment.Version.ToString(), system.Runtime);

        // There is no broker here, and it says so.
        Assert.Null(system.Broker);
        Assert.Contains("no broker", system.Unknown["broker"], StringComparison.Ordinal);
        Assert.Equal(Kinds.Database == "sqlite", system.DataFolder is not null);
        Assert.Equal(Kinds.Database != "sqlite", system.Unknown.ContainsKey("data_folder"));
    }

    [Fact]
    public async Task ListAnyDeadLetters_gives_everybodys_with_payload_and_reason()
    {
        using var ada = await Host.RegisterAsync();
        var device = await ada.AddDeviceAsync((await ada.AddPlantAsync()).Id);
        var other = await Administrator.AddDeviceAsync((await Administrator.AddPlantAsync()).Id);
        await SubmitAsync(ada, device, "{oops");
        await SubmitAsync(ada, device, """{"humidity":300}""");
        await SubmitAsync(Administrator, other, """{"humidity":301}""");

        var all = (await Administration.ListDeadLettersAsync(cancellationToken: Cancellation)).Data;
        Assert.Equal([RejectionReason.OutOfRange, RejectionReason.OutOfRange, RejectionReason.NotJson], all.Select(letter => letter.Reason));
        Assert.Equal([Administrator.Me.Id, ada.Me.Id, ada.Me.Id], all.Select(letter => letter.UserId!.Value));
        Assert.Equal("{oops", all[2].Payload);

        Assert.Equal(all.Skip(1), (await Administration.ListDeadLettersAsync(device.DeviceId, cancellationToken: Cancellation)).Data);
        Assert.Equal([all[1]], (await Administration.ListDeadLettersAsync(device.DeviceId, "out_of_range", cancellationToken: Cancellation)).Data);
        var first = await Administration.ListDeadLettersAsync(limit: 2, cancellationToken: Cancellation);
        Assert.Equal([all[2]], (await Administration.ListDeadLettersAsync(limit: 2, cursor: first.Next, cancellationToken: Cancellation)).Data);

        using var unknown = await Administrator.Http.GetAsync("/admin/dead-letters?reason=bad_luck", Cancellation);
        Assert.Contains("not_json", await unknown.FaultOfAsync("reason"), StringComparison.Ordinal);
        using var refused = await ada.Http.GetAsync("/admin/dead-letters", Cancellation);
        await refused.ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task ReadData_of_another_account_is_written_into_its_log_once_an_hour()
    {
        using var ada = await Host.RegisterAsync();
        using var bob = await Host.RegisterAsync();
        foreach (var owner in new[] { ada, ada, bob, Administrator })
        {
            using var read = await Administrator.Http.GetAsync($"/data/latest?user_id={owner.Me.Id}", Cancellation);
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        }

        var entries = await Host.LookAsync(database => database.AuditLog.Where(entry => entry.Action == "administrator.read_data").ToListAsync(Cancellation));
        Assert.Equal([ada.Me.Id, bob.Me.Id], entries.Select(entry => entry.UserId!.Value));
        Assert.All(entries, entry => Assert.Equal(Administrator.Me.Id, entry.ActorId));
        Assert.Contains((await ada.Client.Users.ListAuditAsync(cancellationToken: Cancellation)).Data, entry => entry.Action == "administrator.read_data");

        await Host.LookAsync(async database =>
        {
            var old = entries[0];
            await database.AuditLog.Where(entry => entry.Id == old.Id).ExecuteDeleteAsync(Cancellation);
            database.Add(new AuditEntry
            {
                UserId = old.UserId,
                ActorId = old.ActorId,
                Actor = old.Actor,
                Action = old.Action,
                At = old.At.AddMinutes(-61),
            });
            return await database.SaveChangesAsync(Cancellation);
        });
        using var later = await Administrator.Http.GetAsync($"/data?user_id={ada.Me.Id}", Cancellation);
        Assert.Equal(2, await Host.LookAsync(database =>
            database.AuditLog.CountAsync(entry => entry.UserId == ada.Me.Id && entry.Action == "administrator.read_data", Cancellation)));
    }

    private static async Task SubmitAsync(ApiCaller caller, DeviceWithSecretResponse device, string payload)
    {
        using var answer = await caller.SubmitAsync(device.DeviceId, device.Secret, payload);
        Assert.True(answer.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.UnprocessableEntity, $"{answer.StatusCode}");
    }
}

/// <summary>In the home edition.</summary>
public sealed class HomeSystemTests : SystemContract
{
    protected override (string Database, string Readings) Kinds => ("sqlite", "sqlite");

    protected override Task<ApiHost> StartAsync() => ApiHost.StartAsync();
}

/// <summary>In the distributed edition.</summary>
public sealed class DistributedSystemTests(SharedPostgres postgres, SharedInfluxServer influx) : SystemContract, IClassFixture<SharedInfluxServer>
{
    protected override (string Database, string Readings) Kinds => ("postgresql", "influxdb");

    protected override async Task<ApiHost> StartAsync() => await ApiHost.StartAsync(await ServersAsync(postgres, influx));
}
