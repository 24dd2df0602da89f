using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Care;
using PlantCare.Storage.Relational.People;
using PlantCare.Storage.Relational.Plants;
using PlantCare.Storage.Relational.Sharing;

namespace PlantCare.Tests.Storage;

/// <summary>What an account sees of plants that others share with it: those, what is about them, and nothing beside.</summary>
public abstract partial class RelationalContract
{
    [Fact]
    public async Task Share_of_a_plant_shows_it_with_all_that_is_about_it_and_no_other()
    {
        var (ada, bob) = (await Host.AddUserAsync("ada"), await Host.AddUserAsync("bob"));
        var (basil, fern) = (await AddGardenAsync(ada, "Basil", place: null), await AddGardenAsync(ada, "Fern", place: null));
        await AddGardenAsync(bob, "Rose", place: null);
        await Host.SaveAsync(ada, new Share { UserId = ada.Id, PlantId = basil.Id, HolderId = bob.Id, Role = ShareRole.Viewer });

        Assert.Equal(["Basil", "Rose"], await SeenBy(bob));
        Assert.Equal(["Basil", "Fern"], await SeenBy(ada));
        Assert.Equal(fern.Id, await Host.AsAsync(ada, context => context.Plants.Where(plant => plant.Name == "Fern").Select(plant => plant.Id).SingleAsync(Cancellation)));
    }

    [Fact]
    public async Task Share_of_a_place_shows_the_plants_that_stand_there_for_as_long_as_they_do()
    {
        var (ada, bob) = (await Host.AddUserAsync("ada"), await Host.AddUserAsync("bob"));
        var (home, office) = (new Place { UserId = ada.Id, Name = "Home", Kind = "home" }, new Place { UserId = ada.Id, Name = "Office", Kind = "office" });
        await Host.SaveAsync(ada, home, office);
        var basil = await AddGardenAsync(ada, "Basil", home);
        await AddGardenAsync(ada, "Ficus", office);
        await AddGardenAsync(ada, "Nowhere", place: null);
        await Host.SaveAsync(ada, new Share { UserId = ada.Id, PlaceId = home.Id, HolderId = bob.Id, Role = ShareRole.Caretaker });

        Assert.Equal(["Basil"], await SeenBy(bob));
        Assert.Equal(["Home"], await Host.AsAsync(bob, context => context.Places.Select(place => place.Name).ToListAsync(Cancellation)));

        await Host.AsAsync(ada, async context =>
        {
            (await context.Plants.SingleAsync(plant => plant.Id == basil.Id, Cancellation)).PlaceId = office.Id;
            return await context.SaveChangesAsync(Cancellation);
        });
        Assert.Empty(await SeenBy(bob));
    }

    [Fact]
    public async Task Share_that_has_ended_or_is_an_invitation_still_shows_nothing()
    {
        var (ada, bob) = (await Host.AddUserAsync("ada"), await Host.AddUserAsync("bob"));
        var basil = await AddGardenAsync(ada, "Basil", place: null);
        var now = TimeProvider.System.GetUtcNow();
        await Host.SaveAsync(
            ada,
            new Share { UserId = ada.Id, PlantId = basil.Id, HolderId = bob.Id, Role = ShareRole.Owner, ExpiresAt = now.AddSeconds(-1) },
            new Share { UserId = ada.Id, PlantId = basil.Id, Role = ShareRole.Viewer, TokenHash = [1, 2, 3], AcceptBefore = now.AddDays(1) });

        Assert.Empty(await SeenBy(bob));

        await Host.SaveAsync(ada, new Share { UserId = ada.Id, PlantId = basil.Id, HolderId = bob.Id, Role = ShareRole.Viewer, ExpiresAt = now.AddDays(1) });
        Assert.Equal(["Basil"], await SeenBy(bob));
    }

    [Fact]
    public async Task Sitter_link_sees_its_plants_as_if_it_were_an_account()
    {
        var ada = await Host.AddUserAsync("ada");
        var basil = await AddGardenAsync(ada, "Basil", place: null);
        await AddGardenAsync(ada, "Fern", place: null);
        var link = new Share { UserId = ada.Id, PlantId = basil.Id, Role = ShareRole.Sitter, TokenHash = [1] };
        await Host.SaveAsync(ada, link);

        Assert.Equal(["Basil"], await Host.AsAsync(tenant => tenant.ActAs(link.Id), context => NamesAsync(context)));
    }

    [Fact]
    public async Task Share_of_somebody_elses_plant_cannot_be_made()
    {
        var (ada, bob) = (await Host.AddUserAsync("ada"), await Host.AddUserAsync("bob"));
        var basil = await AddGardenAsync(ada, "Basil", place: null);
        var home = new Place { UserId = ada.Id, Name = "Home", Kind = "home" };
        await Host.SaveAsync(ada, home);

        await Assert.ThrowsAsync<DbUpdateException>(() => Host.SaveAsync(
            bob, new Share { UserId = bob.Id, PlantId = basil.Id, HolderId = bob.Id, Role = ShareRole.Owner }));
        await Assert.ThrowsAsync<DbUpdateException>(() => Host.SaveAsync(
            bob, new Share { UserId = bob.Id, PlaceId = home.Id, HolderId = bob.Id, Role = ShareRole.Owner }));
        await Assert.ThrowsAsync<DbUpdateException>(() => Host.SaveAsync(
            bob, new JournalEntry { UserId = bob.Id, PlantId = basil.Id, Author = "bob" }));
        Assert.Empty(await SeenBy(bob));
    }

    [Fact]
    public async Task Account_that_is_deleted_takes_all_of_its_rows_with_it()
    {
        var (ada, bob) = (await Host.AddUserAsync("ada"), await Host.AddUserAsync("bob"));
        var home = new Place { UserId = ada.Id, Name = "Home", Kind = "home" };
        await Host.SaveAsync(ada, home);
        var basil = await AddGardenAsync(ada, "Basil", home);
        await Host.SaveAsync(ada, new Share { UserId = ada.Id, PlantId = basil.Id, HolderId = bob.Id, Role = ShareRole.Viewer });
        await Host.SaveAsSystemAsync(new AuditEntry { UserId = ada.Id, Actor = "ada", Action = "test" });

        await Host.AsAsync(tenant => tenant.ActAsSystem(), context => context.Users.Where(user => user.Id == ada.Id).ExecuteDeleteAsync(Cancellation));

        Assert.Empty(await SeenBy(bob));
        Assert.Equal(0, await Host.AsAsync(tenant => tenant.ActAsSystem(), async context =>
            await context.Plants.CountAsync(Cancellation) + await context.Places.CountAsync(Cancellation) + await context.Shares.CountAsync(Cancellation)
            + await context.Journal.CountAsync(Cancellation) + await context.Alerts.CountAsync(Cancellation) + await context.Commands.CountAsync(Cancellation)
            + await context.Devices.CountAsync(Cancellation) + await context.AuditLog.CountAsync(Cancellation)));
    }

    private static Task<List<string>> NamesAsync(PlantCareContext context) =>
        context.Plants.OrderBy(plant => plant.Name).Select(plant => plant.Name).ToListAsync(Cancellation);

    // By every table that is about plants; they must agree.
    private async Task<List<string>> SeenBy(User user) => await Host.AsAsync(user, async context =>
    {
        var names = await NamesAsync(context);
        Assert.Equal(names.Count, await context.Devices.CountAsync(Cancellation));
        Assert.Equal(names, await context.Journal.OrderBy(entry => entry.Note).Select(entry => entry.Note!).ToListAsync(Cancellation));
        Assert.Equal(names, await context.Alerts.OrderBy(alert => alert.Metric).Select(alert => alert.Metric!).ToListAsync(Cancellation));
        Assert.Equal(names, await context.Commands.OrderBy(command => command.Detail).Select(command => command.Detail!).ToListAsync(Cancellation));
        return names;
    });

    private async Task<Plant> AddGardenAsync(User owner, string name, Place? place)
    {
        var plant = RelationalHost.Plant(owner, name);
        plant.PlaceId = place?.Id;
        var device = RelationalHost.Device(owner, $"{name.ToLowerInvariant()}-1");
        device.PlantId = plant.Id;
        await Host.SaveAsync(
            owner,
            plant,
            device,
            new JournalEntry { UserId = owner.Id, PlantId = plant.Id, Author = owner.UserName!, Note = name },
            new Alert { UserId = owner.Id, PlantId = plant.Id, DeviceId = device.DeviceId, Metric = name },
            new DeviceCommand { UserId = owner.Id, DeviceId = device.DeviceId, PlantId = plant.Id, Action = "water", RequestedBy = owner.UserName!, Detail = name });
        return plant;
    }
}
