using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Relational.People;
using PlantCare.Storage.Relational.Plants;

namespace PlantCare.Tests.Storage;

/// <summary>What the database of people, plants and devices must do, whatever it is made of.</summary>
public abstract partial class RelationalContract : IAsyncLifetime
{
    private string _connectionString = "";

    internal RelationalHost Host { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await CreateAsync();
        Host = await RelationalHost.StartAsync(_connectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (Host is not null)
        {
            Host.Logs.AssertNoErrors(entry => entry.Category.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal));
            await Host.DisposeAsync();
        }

        await DropAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Save_plant_gives_back_every_member()
    {
        var owner = await Host.AddUserAsync("ada");
        var plant = new Plant
        {
            Name = "Bäsil 🌿 ' \" \\ 罗勒",
            Species = "Ocimum basilicum",
            Location = "Küche\n2",
            UserId = owner.Id,
            Thresholds = new(StringComparer.Ordinal) { ["soil_moisture"] = new Threshold { Min = 30, Max = 60.5, Hysteresis = 2 } },
            CareInfo = JsonNode.Parse("""{"note":"\u00fc \ud83c\udf3f","deep":{"list":[1,2.5,null,true,"x"]},"empty":{}}""")!.AsObject(),
            CreatedAt = new DateTimeOffset(2026, 3, 29, 2, 30, 0, TimeSpan.FromHours(2)),
            Active = false,
        };
        await Host.SaveAsync(owner, plant);

        var found = await Host.AsAsync(owner, context => context.Plants.SingleAsync(Cancellation));

        Assert.Equal((plant.Id, plant.Name, plant.Species, plant.Location, false), (found.Id, found.Name, found.Species, found.Location, found.Active));
        Assert.Equal(plant.CreatedAt, found.CreatedAt);
        Assert.Equal(TimeSpan.Zero, found.CreatedAt.Offset);
        Assert.Equal(plant.Thresholds, found.Thresholds);
        Assert.True(JsonNode.DeepEquals(plant.CareInfo, found.CareInfo), found.CareInfo?.ToJsonString());
    }

    [Fact]
    public async Task Save_device_gives_back_its_configuration_with_what_nobody_knows()
    {
        var owner = await Host.AddUserAsync("ada");
        var plant = RelationalHost.Plant(owner, "Basil");
        var device = RelationalHost.Device(owner, "kitchen-1");
        device.PlantId = plant.Id;
        device.Config = JsonSerializer.Deserialize<DeviceConfig>(
            $$$"""{"channels":{"probe_1":{"plant_id":"{{{plant.Id}}}","metric":"soil_moisture"}},"calibration":{"probe_1":{"dry":800,"wet":300.5}},"pins":[4,17]}""")!;
        (device.LastSeen, device.Battery, device.Online) = (device.CreatedAt.AddSeconds(1), 87.5, true);
        await Host.SaveAsync(owner, plant, device);

        var found = await Host.AsAsync(owner, context => context.Devices.Include(d => d.Plant).SingleAsync(Cancellation));

        Assert.Equal(new Channel(plant.Id, "soil_moisture"), found.Config.Channels!["probe_1"]);
        Assert.Equal(new Calibration(800, 300.5), found.Config.Calibration!["probe_1"]);
        Assert.Equal("[4,17]", found.Config.More!["pins"].GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal((87.5, true, "Basil"), (found.Battery, found.Online, found.Plant?.Name));
        Assert.Equal(device.SecretHash, found.SecretHash);
    }

    [Fact]
    public async Task Save_json_with_a_nul_is_stored_without_it()
    {
        var owner = await Host.AddUserAsync("ada");
        var plant = RelationalHost.Plant(owner, "Basil");
        plant.CareInfo = JsonNode.Parse("""{"note":"a\u0000b","path":"C:\\u0000"}""")!.AsObject();
        await Host.SaveAsync(owner, plant);

        var found = await Host.AsAsync(owner, context => context.Plants.SingleAsync(Cancellation));

        Assert.Equal("a\uFFFDb", (string?)found.CareInfo!["note"]);
        Assert.Equal(@"C:\u0000", (string?)found.CareInfo["path"]);
    }

    [Fact]
    public async Task Save_changed_json_is_seen_and_stored()
    {
        var owner = await Host.AddUserAsync("ada");
        await Host.SaveAsync(owner, RelationalHost.Plant(owner, "Basil"));

        await Host.AsAsync(owner, async context =>
        {
            var plant = await context.Plants.SingleAsync(Cancellation);
            plant.Thresholds["temperature"] = new Threshold { Min = 10 };
            return await context.SaveChangesAsync(Cancellation);
        });

        Assert.Equal(10, (await Host.AsAsync(owner, context => context.Plants.SingleAsync(Cancellation))).Thresholds["temperature"].Min);
    }

    [Fact]
    public async Task Save_device_name_twice_is_refused_whoever_has_it()
    {
        var (ada, bob) = (await Host.AddUserAsync("ada"), await Host.AddUserAsync("bob"));
        await Host.SaveAsync(ada, RelationalHost.Device(ada, "kitchen-1"));

        await Assert.ThrowsAsync<DbUpdateException>(() => Host.SaveAsync(bob, RelationalHost.Device(bob, "kitchen-1")));
        await Host.SaveAsync(bob, RelationalHost.Device(bob, "kitchen-2"));
    }

    [Fact]
    public async Task Save_user_names_and_telegram_accounts_are_unique_and_may_be_absent()
    {
        await Host.SaveAsSystemAsync(new User { UserName = "a", NormalizedUserName = "A", TelegramId = "1" }, new User(), new User());

        await Assert.ThrowsAsync<DbUpdateException>(() => Host.SaveAsSystemAsync(new User { UserName = "a", NormalizedUserName = "A" }));
        await Assert.ThrowsAsync<DbUpdateException>(() => Host.SaveAsSystemAsync(new User { TelegramId = "1" }));
    }

    [Fact]
    public async Task Save_plant_of_nobody_is_refused() =>
        await Assert.ThrowsAsync<DbUpdateException>(() => Host.SaveAsSystemAsync(RelationalHost.Plant(new User(), "Basil")));

    [Fact]
    public async Task Query_shows_an_account_its_own_rows_nobody_none_and_the_system_all()
    {
        var (ada, bob) = (await Host.AddUserAsync("ada"), await Host.AddUserAsync("bob"));
        await Host.SaveAsync(ada, RelationalHost.Plant(ada, "Aloe"), RelationalHost.Device(ada, "ada-1"));
        await Host.SaveAsync(bob, RelationalHost.Plant(bob, "Basil"), RelationalHost.Device(bob, "bob-1"));

        Assert.Equal(["Aloe"], await Host.AsAsync(ada, context => context.Plants.Select(plant => plant.Name).ToListAsync(Cancellation)));
        Assert.Equal(["bob-1"], await Host.AsAsync(bob, context => context.Devices.Select(device => device.DeviceId).ToListAsync(Cancellation)));
        Assert.Empty(await Host.AsAsync(user: null, context => context.Plants.ToListAsync(Cancellation)));
        Assert.Equal(2, await Host.AsAsync(tenant => tenant.ActAsSystem(), context => context.Devices.CountAsync(Cancellation)));
    }

    [Fact]
    public async Task Delete_user_takes_plants_devices_and_dead_letters_along()
    {
        var (ada, bob) = (await Host.AddUserAsync("ada"), await Host.AddUserAsync("bob"));
        foreach (var user in (User[])[ada, bob])
        {
            await Host.SaveAsync(user, RelationalHost.Plant(user, "Basil"), RelationalHost.Device(user, user.UserName! + "-1"));
        }

        await AppendLetterAsync(ada.Id);
        await AppendLetterAsync(bob.Id);

        await Host.AsAsync(ada, context => context.Users.Where(user => user.Id == ada.Id).ExecuteDeleteAsync(Cancellation));

        var left = await Host.AsAsync(tenant => tenant.ActAsSystem(), async context => new
        {
            Users = await context.Users.CountAsync(Cancellation),
            Plants = await context.Plants.CountAsync(Cancellation),
            Devices = await context.Devices.CountAsync(Cancellation),
            DeadLetters = await context.DeadLetters.CountAsync(Cancellation),
        });
        Assert.Equal(new { Users = 1, Plants = 1, Devices = 1, DeadLetters = 1 }, left);
    }

    [Fact]
    public async Task Delete_plant_leaves_its_device_without_one()
    {
        var owner = await Host.AddUserAsync("ada");
        var (plant, device) = (RelationalHost.Plant(owner, "Basil"), RelationalHost.Device(owner, "kitchen-1"));
        device.PlantId = plant.Id;
        await Host.SaveAsync(owner, plant, device);

        await Host.AsAsync(owner, context => context.Plants.ExecuteDeleteAsync(Cancellation));

        Assert.Null((await Host.AsAsync(owner, context => context.Devices.SingleAsync(Cancellation))).PlantId);
    }

    [Fact]
    public async Task DeadLetters_keep_what_no_text_column_takes_and_the_order_of_arrival()
    {
        var owner = await Host.AddUserAsync("ada");
        await AppendLetterAsync(owner.Id, "first");
        await AppendLetterAsync(owner: null, "second \0 \ud83c!");

        var letters = await Host.AsAsync(tenant => tenant.ActAsSystem(), context => context.DeadLetters.OrderBy(letter => letter.Id).ToListAsync(Cancellation));

        Assert.Equal([(owner.Id, "first"), (null, "second \uFFFD \uFFFD!")], letters.Select(letter => ((Guid?)letter.UserId, letter.Detail)));
        Assert.All(letters, letter => Assert.Equal([0, 255, 13, 10], letter.Payload));
        Assert.All(letters, letter => Assert.Equal(RejectionReason.NotJson, letter.Reason));
    }

    [Fact]
    public async Task DeadLetters_of_an_account_that_is_no_more_are_not_kept()
    {
        var owner = await Host.AddUserAsync("ada");
        await AppendLetterAsync(Guid.CreateVersion7(), "hers");
        await AppendLetterAsync(owner.Id, "his");

        Assert.Equal(["his"], await Host.AsAsync(tenant => tenant.ActAsSystem(), context => context.DeadLetters.Select(letter => letter.Detail).ToListAsync(Cancellation)));
    }

    [Fact]
    public async Task FindRemnants_names_the_tables_that_still_hold_an_account()
    {
        var (ada, bob) = (await Host.AddUserAsync("ada"), await Host.AddUserAsync("bob"));
        await Host.SaveAsync(ada, RelationalHost.Plant(ada, "Basil"));
        var rows = Host.Services.GetRequiredService<AccountRows>();
        Assert.Equal(["plants", "users"], (await rows.FindRemnantsAsync(ada.Id, Cancellation)).Order(StringComparer.Ordinal));

        await rows.DeleteAsync(ada.Id, Cancellation);
        Assert.Empty(await rows.FindRemnantsAsync(ada.Id, Cancellation));
        Assert.Equal(["users"], await rows.FindRemnantsAsync(bob.Id, Cancellation));

        // A column that no key guards.
        await Host.SaveAsSystemAsync(new AuditEntry { ActorId = ada.Id, Actor = "ada", Action = "test" });
        Assert.Equal(["audit_log"], await rows.FindRemnantsAsync(ada.Id, Cancellation));
    }

    [Fact]
    public async Task Start_on_its_own_database_keeps_every_row()
    {
        var owner = await Host.AddUserAsync("ada");
        await Host.SaveAsync(owner, RelationalHost.Plant(owner, "Basil"));
        await Host.DisposeAsync();

        Host = await RelationalHost.StartAsync(_connectionString);

        Assert.Equal("Basil", (await Host.AsAsync(owner, context => context.Plants.SingleAsync(Cancellation))).Name);
    }

    [Fact]
    public async Task Start_on_a_newer_database_is_refused()
    {
        await WithoutPoliciesAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('99990101000000_FromTheFuture', '99.0')");
        await Host.DisposeAsync();

        await using var next = new RelationalHost(_connectionString);
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(next.StartAsync);

        Assert.Contains("99990101000000_FromTheFuture", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings__plantcare", refusal.Message, StringComparison.Ordinal);
        Host = new RelationalHost(_connectionString);
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    protected abstract Task<string> CreateAsync();

    protected abstract Task DropAsync();

    /// <summary>Runs a statement as the database's owner.</summary>
    protected abstract Task WithoutPoliciesAsync(string statement);

    private Task AppendLetterAsync(Guid? owner, string detail = "not JSON") => Host.Services.GetRequiredService<IDeadLetterStore>().AppendAsync(
        [
            new DeadLetter(
                owner, "kitchen-1", "plantcare/kitchen-1/readings", new byte[] { 0, 255, 13, 10 }, new Rejection(RejectionReason.NotJson, detail),
                TimeProvider.System.GetUtcNow()),
        ],
        Cancellation);
}
