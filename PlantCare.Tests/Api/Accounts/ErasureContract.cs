using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Api.Accounts.Erasing;
using PlantCare.Contracts.Administration;
using PlantCare.Contracts.Problems;
using PlantCare.Contracts.Users;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Readings.Sqlite;
using PlantCare.Storage.Relational.People;
using PlantCare.Tests.Api.Administration;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;
using PlantCare.Tests.Storage;

namespace PlantCare.Tests.Api.Accounts;

/// <summary>Erasing accounts: everything of them goes, whatever happens meanwhile, and nothing of anybody else.</summary>
public abstract class ErasureContract : EditionContract
{
    // Tables that hold nothing of any account. A new table that does is filled in FilledAccount; the test says so until it is.
    private static readonly string[] OfNobody = ["__EFMigrationsHistory", "__EFMigrationsLock", "data_protection_keys", "system_settings", "factory_devices", "erasures"];

    private string Database => Host.Services.GetRequiredService<IConfiguration>()["ConnectionStrings:plantcare"]!;

    private ErasureWorker Worker => Host.Services.GetRequiredService<ErasureWorker>();

    [Fact]
    public async Task EraseMe_leaves_nothing_in_any_column_of_any_table_nor_in_the_readings_store()
    {
        using var bob = await Host.RegisterAsync();
        using var ada = await FilledAccount.CreateAsync(Host, bob);
        var before = await FindAsync(ada);
        Assert.Empty((await Catalogue.TablesAsync(Database)).Except([.. OfNobody, .. before.Select(place => place.Split('.')[0])], StringComparer.Ordinal));
        Assert.NotEmpty(await ReadingsOfAsync(ada.Id));

        await EraseAsync(ada);
        await GoneAsync(ada.Id);

        Assert.Equal(["erasures.id"], await FindAsync(ada));
        Assert.Empty(await ReadingsOfAsync(ada.Id));

        // The next day even the order is gone.
        DateTimeOffset? yesterday = TimeProvider.System.GetUtcNow().AddHours(-25);
        await Host.LookAsync(database => database.Erasures.ExecuteUpdateAsync(
            erasure => erasure.SetProperty(e => e.ErasedAt, yesterday).SetProperty(e => e.NextAt, e => e.RequestedAt), Cancellation));
        await Worker.RunDueAsync(Cancellation);
        await Until.TrueAsync(async () => (await FindAsync(ada)).Count == 0, Cancellation);
    }

    [Fact]
    public async Task EraseMe_lets_nobody_and_nothing_of_the_account_in_any_more()
    {
        using var bob = await Host.RegisterAsync();
        using var ada = await FilledAccount.CreateAsync(Host, bob);
        var tokens = await ada.Caller.Client.Auth.LoginAsync(ada.Caller.Credentials, Cancellation);

        await EraseAsync(ada);

        await IsAsync(HttpStatusCode.Unauthorized, () => ada.Caller.Client.Auth.GetMeAsync(Cancellation));
        await IsAsync(HttpStatusCode.Unauthorized, () => ada.Caller.Client.Auth.RefreshAsync(tokens.RefreshToken, Cancellation));
        await IsAsync(HttpStatusCode.Unauthorized, () => ada.Caller.Client.Auth.LoginAsync(ada.Caller.Credentials, Cancellation));
        await Until.TrueAsync(async () => await ada.SubmitAsync() == HttpStatusCode.Unauthorized, Cancellation);
        await GoneAsync(ada.Id);
        using var again = await Host.RegisterAsync(ada.Caller.Me.Email);
        Assert.NotEqual(ada.Id, again.Me.Id);
        Assert.Empty((await again.Client.Plants.ListAsync(cancellationToken: Cancellation)).Data);
    }

    [Fact]
    public async Task EraseMe_leaves_others_what_was_done_to_their_plants_but_not_by_whom()
    {
        using var bob = await Host.RegisterAsync();
        using var ada = await FilledAccount.CreateAsync(Host, bob);
        var device = await bob.AddDeviceAsync((await bob.AddPlantAsync()).Id);
        using (var sent = await bob.SubmitAsync(device.DeviceId, device.Secret, """{"temperature":20}"""))
        {
            Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
        }

        // An address that only ends like hers.
        await Host.LookAsync(database =>
        {
            database.Add(new AuditEntry { UserId = bob.Me.Id, Actor = "bob", Action = "test", Detail = $"w{ada.Caller.Me.Email}, {ada.Caller.Me.Email}." });
            return database.SaveChangesAsync(Cancellation);
        });
        await EraseAsync(ada);
        await GoneAsync(ada.Id);

        var (journal, command, alert) = await Host.LookAsync(async database => (
            await database.Journal.SingleAsync(entry => entry.UserId == bob.Me.Id, Cancellation),
            await database.Commands.SingleAsync(row => row.UserId == bob.Me.Id, Cancellation),
            await database.Alerts.SingleAsync(row => row.UserId == bob.Me.Id, Cancellation)));
        const string somebody = "an erased account";
        Assert.Equal(("watered", somebody, somebody, somebody), (journal.Note, journal.Author, command.RequestedBy, alert.ResolvedBy));
        var log = await Host.LookAsync(database => database.AuditLog.Where(entry => entry.UserId == bob.Me.Id).ToListAsync(Cancellation));
        Assert.Contains(log, entry => entry is { Action: "command.sent", Actor: somebody, Address: null, Client: null });
        Assert.Contains(log, entry => entry is { Action: "share.created", Detail: "[…] as caretaker", Subject: "[…]" });
        Assert.Contains(log, entry => entry.Detail == $"w{ada.Caller.Me.Email}, […].");
        Assert.NotEmpty(await ReadingsOfAsync(bob.Me.Id));
        Assert.Single((await bob.Client.Devices.ListAsync(cancellationToken: Cancellation)).Data);
    }

    [Fact]
    public async Task EraseMe_takes_the_address_and_the_password_or_a_fresh_sign_in()
    {
        using var ada = await Host.RegisterAsync();
        await IsAsync(HttpStatusCode.BadRequest, () => ada.Client.Users.EraseMeAsync(new EraseAccountRequest(null, ApiCaller.Password), Cancellation));
        await IsAsync(HttpStatusCode.BadRequest, () => ada.Client.Users.EraseMeAsync(new EraseAccountRequest("bob@example.com", ApiCaller.Password), Cancellation));
        await IsAsync(HttpStatusCode.Forbidden, () => ada.Client.Users.EraseMeAsync(new EraseAccountRequest(ada.Me.Email, "not my password"), Cancellation));
        var before = TimeProvider.System.GetUtcNow().AddMinutes(-11);
        await Host.LookAsync(database => database.Sessions.ExecuteUpdateAsync(session => session.SetProperty(s => s.CreatedAt, before), Cancellation));
        await IsAsync(HttpStatusCode.Forbidden, () => ada.Client.Users.EraseMeAsync(new EraseAccountRequest(ada.Me.Email), Cancellation));
        Assert.Equal(ada.Me.Email, (await ada.Client.Auth.GetMeAsync(Cancellation)).Email);

        using var fresh = await ApiCaller.SignInAsync(Host.CreateClient(), ada.Me.Email);
        await fresh.Client.Users.EraseMeAsync(new EraseAccountRequest(ada.Me.Email.ToUpperInvariant()), Cancellation);
        await GoneAsync(ada.Me.Id);
    }

    [Fact]
    public async Task EraseMe_with_guessed_passwords_locks_the_account_against_guessing()
    {
        using var ada = await Host.RegisterAsync();
        for (var guess = 0; guess < 5; guess++)
        {
            await IsAsync(HttpStatusCode.Forbidden, () => ada.Client.Users.EraseMeAsync(new EraseAccountRequest(ada.Me.Email, $"guess number {guess}"), Cancellation));
        }

        await IsAsync(HttpStatusCode.Forbidden, () => ada.Client.Users.EraseMeAsync(new EraseAccountRequest(ada.Me.Email, ApiCaller.Password), Cancellation));
        Assert.Equal(5, (await ada.Client.Users.ListAuditAsync(cancellationToken: Cancellation)).Data.Count(entry => entry.Action == "sign_in.failed"));
    }

    [Fact]
    public async Task EraseUser_is_for_administrators_and_leaves_them_one()
    {
        using var ada = await Host.RegisterAsync();
        using var bob = await Host.RegisterAsync();
        await IsAsync(HttpStatusCode.NotFound, () => ada.Client.Administration.EraseUserAsync(bob.Me.Id, Confirm(bob), Cancellation));
        await IsAsync(HttpStatusCode.NotFound, () => Administrator.Client.Administration.EraseUserAsync(Guid.CreateVersion7(), Confirm(bob), Cancellation));
        await IsAsync(HttpStatusCode.BadRequest, () => Administrator.Client.Administration.EraseUserAsync(bob.Me.Id, Confirm(ada), Cancellation));
        await IsAsync(HttpStatusCode.Conflict, () => Administrator.Client.Users.EraseMeAsync(Confirm(Administrator), Cancellation));
        await IsAsync(HttpStatusCode.Conflict, () => Administrator.Client.Administration.EraseUserAsync(Administrator.Me.Id, Confirm(Administrator), Cancellation));

        await Administrator.Client.Administration.EraseUserAsync(bob.Me.Id, Confirm(bob), Cancellation);
        await GoneAsync(bob.Me.Id);

        Assert.Equal([ada.Me.Id, Administrator.Me.Id], (await Administrator.Client.Administration.ListUsersAsync(cancellationToken: Cancellation)).Data.Select(account => account.Id));
        var entry = (await Administrator.Client.Administration.ListAuditAsync(cancellationToken: Cancellation)).Data.First(entry => entry.Action == "account.erased");
        Assert.Equal((null, Administrator.Me.Id, null), (entry.UserId, entry.ActorId, entry.Subject));
    }

    [Fact]
    public async Task EraseUser_of_two_administrators_by_each_other_at_once_leaves_one()
    {
        using var ada = await Host.RegisterAsync();
        await Administrator.Client.Administration.UpdateUserAsync(ada.Me.Id, new UpdateAccountRequest { IsAdministrator = true }, Cancellation);

        var results = await Task.WhenAll(TryAsync(Administrator, ada), TryAsync(ada, Administrator));

        Assert.Single(results, HttpStatusCode.Accepted);
        Assert.Equal(1, await Host.LookAsync(database => database.Users.CountAsync(user => user.IsAdministrator && user.DisabledAt == null, Cancellation)));

        async Task<HttpStatusCode> TryAsync(ApiCaller by, ApiCaller whom)
        {
            using var answer = await by.Http.SendJsonAsync(HttpMethod.Delete, $"/users/{whom.Me.Id}", $$"""{"confirm":"{{whom.Me.Email}}"}""");
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Account_that_is_being_erased_cannot_be_enabled()
    {
        using var ada = await Host.RegisterAsync();
        await OrderAsync(ada.Me.Id, TimeProvider.System.GetUtcNow().AddHours(1));

        await IsAsync(HttpStatusCode.Conflict, () => Administrator.Client.Administration.UpdateUserAsync(ada.Me.Id, new UpdateAccountRequest { Disabled = false }, Cancellation));
        Assert.True((await Administrator.Client.Administration.GetUserAsync(ada.Me.Id, Cancellation)).IsBeingErased);
    }

    [Fact]
    public async Task Erasure_that_a_crash_interrupted_is_carried_out_later()
    {
        using var bob = await Host.RegisterAsync();
        using var ada = await FilledAccount.CreateAsync(Host, bob);
        using var eve = await FilledAccount.CreateAsync(Host, bob);

        // step 1: Ada's ended after the order, Eve's after her rows
        await Host.Services.GetRequiredService<AccountRows>().DeleteAsync(eve.Id, Cancellation);
        Assert.NotEmpty(await ReadingsOfAsync(eve.Id));
        await OrderAsync(eve.Id, TimeProvider.System.GetUtcNow());
        await OrderAsync(ada.Id, TimeProvider.System.GetUtcNow());

        // step 2: two processes find them
        await Task.WhenAll(Worker.RunDueAsync(Cancellation), Worker.RunDueAsync(Cancellation));

        await GoneAsync(ada.Id);
        await GoneAsync(eve.Id);
        Assert.All(await FindAsync(ada), place => Assert.Equal("erasures.id", place));
        Assert.Empty(await ReadingsOfAsync(ada.Id));
        Assert.Empty(await ReadingsOfAsync(eve.Id));
    }

    [Fact]
    public async Task Erasure_finds_what_a_slow_writer_adds_behind_its_back()
    {
        using var bob = await Host.RegisterAsync();
        using var ada = await FilledAccount.CreateAsync(Host, bob);
        await EraseAsync(ada);
        await GoneAsync(ada.Id);
        var late = new Reading(new(ada.Plant.Id, ada.Id, "Basil", null), ada.Mark, TimeProvider.System.GetUtcNow(), [new("temperature", MetricValue.Of(20))]);
        await Host.Services.GetRequiredService<IReadingStore>().WriteAsync([late], Cancellation);
        Assert.NotEmpty(await ReadingsOfAsync(ada.Id));

        await Host.LookAsync(database => database.Erasures.ExecuteUpdateAsync(erasure => erasure.SetProperty(e => e.NextAt, e => e.RequestedAt), Cancellation));
        await Worker.RunDueAsync(Cancellation);

        await Until.TrueAsync(async () => (await ReadingsOfAsync(ada.Id)).Count == 0, Cancellation);
    }

    private static EraseAccountRequest Confirm(ApiCaller whom) => new(whom.Me.Email, ApiCaller.Password);

    private static Task EraseAsync(FilledAccount account) => account.Caller.Client.Users.EraseMeAsync(Confirm(account.Caller), Cancellation);

    private static async Task IsAsync(HttpStatusCode status, Func<Task> call) =>
        Assert.Equal(status, (await Assert.ThrowsAsync<ApiException>(call)).Status);

    private Task GoneAsync(Guid id) => Until.TrueAsync(
        () => Host.LookAsync(database => database.Erasures.AnyAsync(erasure => erasure.Id == id && erasure.ErasedAt != null, Cancellation)), Cancellation);

    private Task<List<string>> FindAsync(FilledAccount account) => Catalogue.FindAsync(Database, account.Id.ToString(), account.Mark);

    // As the order leaves it.
    private Task<int> OrderAsync(Guid id, DateTimeOffset nextAt) => Host.LookAsync(async database =>
    {
        await database.Users.Where(user => user.Id == id).ExecuteUpdateAsync(user => user.SetProperty(u => u.DisabledAt, u => u.CreatedAt), Cancellation);
        database.Add(new Erasure { Id = id, RequestedAt = TimeProvider.System.GetUtcNow(), NextAt = nextAt });
        return await database.SaveChangesAsync(Cancellation);
    });

    private async Task<List<StoredValue>> ReadingsOfAsync(Guid id) => await Host.Services.GetRequiredService<IReadingStore>()
        .ReadAsync(new ReadingQuery(new ReadingScope(id), new TimeRange(DateTimeOffset.UnixEpoch, TimeProvider.System.GetUtcNow().AddDays(1))), Cancellation)
        .ToListAsync(Cancellation);
}

/// <summary>In the home edition.</summary>
public sealed class HomeErasureTests : ErasureContract
{
    [Fact]
    public async Task Erasure_leaves_nothing_in_the_file_of_readings()
    {
        using var bob = await Host.RegisterAsync();
        using var ada = await FilledAccount.CreateAsync(Host, bob);
        var store = (SqliteReadingStore)Host.Services.GetRequiredService<IReadingStore>();
        var file = $"Data Source={store.Path};Pooling=False";
        Assert.NotEmpty(await Catalogue.FindAsync(file, ada.Id.ToString(), ada.Mark));

        await ada.Caller.Client.Users.EraseMeAsync(new EraseAccountRequest(ada.Caller.Me.Email), Cancellation);

        await Until.TrueAsync(async () => (await Catalogue.FindAsync(file, ada.Id.ToString(), ada.Mark, ada.Plant.Id.ToString())).Count == 0, Cancellation);
    }

    protected override Task<ApiHost> StartAsync() => ApiHost.StartAsync();
}

/// <summary>In the distributed edition.</summary>
public sealed class DistributedErasureTests(SharedPostgres postgres, SharedInfluxServer influx) : ErasureContract, IClassFixture<SharedInfluxServer>
{
    protected override async Task<ApiHost> StartAsync() => await ApiHost.StartAsync(await ServersAsync(postgres, influx));
}
