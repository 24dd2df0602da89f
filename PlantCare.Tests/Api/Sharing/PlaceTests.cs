using System.Net;
using PlantCare.Contracts.Places;
using PlantCare.Contracts.Plants;
using PlantCare.Domain.Sharing;

namespace PlantCare.Tests.Api.Sharing;

/// <summary>Places: where plants stand, and whose plants may stand there.</summary>
[Collection(ApiTests.Name)]
public sealed class PlaceTests(ApiFixture api) : IAsyncLifetime
{
    private ApiCaller _owner = null!;
    private ApiCaller _other = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (_owner, _other) = (await api.Host.RegisterAsync(), await api.Host.RegisterAsync("neighbour-" + Guid.CreateVersion7() + "@example.com"));

    public ValueTask DisposeAsync()
    {
        _owner.Dispose();
        _other.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Create_answers_the_place_as_it_is_on_the_wire()
    {
        using var answer = await _owner.Http.SendJsonAsync(HttpMethod.Post, "/places", """{"name":" Greenhouse 2 ","kind":"greenhouse"}""");

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var place = await answer.JsonAsync();
        Assert.Equal(["created_at", "id", "kind", "name", "owner", "plants", "role", "user_id"], place.Names());
        Assert.Equal(("Greenhouse 2", "greenhouse", 0), (place.GetProperty("name").GetString(), place.GetProperty("kind").GetString(), place.GetProperty("plants").GetInt32()));
        using var again = await _owner.Http.GetAsync(answer.Headers.Location, Cancellation);
        Assert.Equal(place.GetRawText(), (await again.JsonAsync()).GetRawText());
    }

    [Theory]
    [InlineData("""{}""", "name")]
    [InlineData("""{"name":" "}""", "name")]
    [InlineData("""{"name":"a","kind":""}""", "kind")]
    [InlineData("""{"name":"a","kind":"two\nlines"}""", "kind")]
    public async Task Create_with_a_fault_blames_the_member(string body, string member)
    {
        using var answer = await _owner.Http.SendJsonAsync(HttpMethod.Post, "/places", body);

        Assert.NotEmpty(await answer.FaultOfAsync(member));
    }

    [Fact]
    public async Task Plant_stands_in_a_place_until_it_is_taken_out()
    {
        var home = await AddPlaceAsync(_owner, "Home");
        var basil = await _owner.Client.Plants.CreateAsync(new CreatePlantRequest("Basil", PlaceId: home.Id), Cancellation);
        var fern = await _owner.AddPlantAsync("Fern");
        Assert.Equal(home.Id, basil.PlaceId);
        Assert.Null(fern.PlaceId);
        Assert.Equal([basil.Id], await PlantsInAsync(_owner, home.Id));

        var moved = await _owner.Client.Plants.UpdateAsync(fern.Id, new UpdatePlantRequest { PlaceId = home.Id }, Cancellation);
        Assert.Equal(home.Id, moved.PlaceId);
        Assert.Equal(2, (await _owner.Client.Places.GetAsync(home.Id, Cancellation)).Plants);

        // What is not said stays as it is.
        Assert.Equal(home.Id, (await _owner.Client.Plants.UpdateAsync(fern.Id, new UpdatePlantRequest { Name = "Farn" }, Cancellation)).PlaceId);
        Assert.Null((await _owner.Client.Plants.UpdateAsync(fern.Id, new UpdatePlantRequest { PlaceId = new(null) }, Cancellation)).PlaceId);
        Assert.Equal([basil.Id], await PlantsInAsync(_owner, home.Id));
    }

    [Fact]
    public async Task Delete_leaves_the_plants_in_no_place()
    {
        var home = await AddPlaceAsync(_owner, "Home");
        var basil = await _owner.Client.Plants.CreateAsync(new CreatePlantRequest("Basil", PlaceId: home.Id), Cancellation);
        await _owner.SharePlaceAsync(home.Id, _other, ShareRole.Viewer);

        await _owner.Client.Places.DeleteAsync(home.Id, Cancellation);

        Assert.Null((await _owner.Client.Plants.GetAsync(basil.Id, Cancellation)).PlaceId);
        using var gone = await _owner.Http.GetAsync($"/places/{home.Id}", Cancellation);
        await gone.ProblemAsync(HttpStatusCode.NotFound);
        Assert.Empty((await _other.Client.Plants.ListAsync(cancellationToken: Cancellation)).Data);
    }

    [Fact]
    public async Task Place_of_somebody_else_is_told_like_one_that_does_not_exist()
    {
        var home = await AddPlaceAsync(_other, "Home");
        var basil = await _owner.AddPlantAsync();
        foreach (var place in (Guid[])[home.Id, Guid.CreateVersion7()])
        {
            using var created = await _owner.Http.SendJsonAsync(HttpMethod.Post, "/plants", $$"""{"name":"a","place_id":"{{place}}"}""");
            Assert.Equal("is none of your places", await created.FaultOfAsync("place_id"));
            using var moved = await _owner.Http.SendJsonAsync(HttpMethod.Patch, $"/plants/{basil.Id}", $$"""{"place_id":"{{place}}"}""");
            Assert.Equal("is none of your places", await moved.FaultOfAsync("place_id"));
            foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Patch, HttpMethod.Delete])
            {
                using var answer = await _owner.Http.SendJsonAsync(method, $"/places/{place}", method == HttpMethod.Patch ? """{"name":"mine"}""" : null);
                await answer.ProblemAsync(HttpStatusCode.NotFound);
            }

            using var listed = await _owner.Http.GetAsync($"/plants?place_id={place}", Cancellation);
            await listed.ProblemAsync(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task List_has_the_own_places_and_the_shared_ones_with_owner_and_role()
    {
        var (zoo, attic) = (await AddPlaceAsync(_owner, "Zoo"), await AddPlaceAsync(_other, "Attic"));
        await _other.Client.Plants.CreateAsync(new CreatePlantRequest("Basil", PlaceId: attic.Id), Cancellation);
        await _other.SharePlaceAsync(attic.Id, _owner, ShareRole.Caretaker);

        var first = await _owner.Client.Places.ListAsync(limit: 1, cancellationToken: Cancellation);
        var second = await _owner.Client.Places.ListAsync(limit: 1, first.Next, Cancellation);

        var shared = Assert.Single(first.Data);
        Assert.Equal((attic.Id, _other.Me.Id, ShareRole.Caretaker, 1), (shared.Id, shared.UserId, shared.Role, shared.Plants));
        Assert.StartsWith("neighbour-", shared.Owner, StringComparison.Ordinal);
        Assert.DoesNotContain("@", shared.Owner, StringComparison.Ordinal);
        var own = Assert.Single(second.Data);
        Assert.Equal((zoo.Id, null, null), (own.Id, own.Role, own.Owner));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Plant_that_a_co_owner_adds_belongs_to_the_owner_of_the_place()
    {
        var home = await AddPlaceAsync(_owner, "Home");
        await _owner.SharePlaceAsync(home.Id, _other, ShareRole.Owner);

        var basil = await _other.Client.Plants.CreateAsync(new CreatePlantRequest("Basil", PlaceId: home.Id), Cancellation);

        Assert.Equal((_owner.Me.Id, ShareRole.Owner), (basil.UserId, basil.Role));
        Assert.Null((await _owner.Client.Plants.GetAsync(basil.Id, Cancellation)).Role);
        Assert.Equal("Thyme", (await _other.Client.Plants.UpdateAsync(basil.Id, new UpdatePlantRequest { Name = "Thyme" }, Cancellation)).Name);
        Assert.Equal("Hut", (await _other.Client.Places.UpdateAsync(home.Id, new UpdatePlaceRequest { Name = "Hut" }, Cancellation)).Name);
    }

    [Fact]
    public async Task Plant_does_not_leave_its_owner_by_way_of_a_place()
    {
        var (home, theirs) = (await AddPlaceAsync(_owner, "Home"), await AddPlaceAsync(_other, "Theirs"));
        var basil = await _owner.Client.Plants.CreateAsync(new CreatePlantRequest("Basil", PlaceId: home.Id), Cancellation);
        var elsewhere = await AddPlaceAsync(_owner, "Elsewhere");
        await _owner.SharePlaceAsync(home.Id, _other, ShareRole.Owner);

        using var taken = await _other.Http.SendJsonAsync(HttpMethod.Patch, $"/plants/{basil.Id}", $$"""{"place_id":"{{theirs.Id}}"}""");
        Assert.Equal("belongs to somebody else than the plant", await taken.FaultOfAsync("place_id"));

        // The owner's other places are none of a co-owner's business.
        using var moved = await _other.Http.SendJsonAsync(HttpMethod.Patch, $"/plants/{basil.Id}", $$"""{"place_id":"{{elsewhere.Id}}"}""");
        Assert.Equal("is none of your places", await moved.FaultOfAsync("place_id"));
    }

    [Theory]
    [InlineData(ShareRole.Viewer)]
    [InlineData(ShareRole.Caretaker)]
    public async Task Place_that_is_shared_to_look_at_can_neither_be_changed_nor_filled(ShareRole role)
    {
        var home = await AddPlaceAsync(_owner, "Home");
        await _owner.SharePlaceAsync(home.Id, _other, role);

        foreach (var method in (HttpMethod[])[HttpMethod.Patch, HttpMethod.Delete])
        {
            using var answer = await _other.Http.SendJsonAsync(method, $"/places/{home.Id}", method == HttpMethod.Patch ? """{"name":"mine"}""" : null);
            await answer.ProblemAsync(HttpStatusCode.Forbidden);
        }

        using var created = await _other.Http.SendJsonAsync(HttpMethod.Post, "/plants", $$"""{"name":"a","place_id":"{{home.Id}}"}""");
        Assert.Contains("is shared with you", await created.FaultOfAsync("place_id"), StringComparison.Ordinal);
        Assert.Equal("Home", (await _other.Client.Places.GetAsync(home.Id, Cancellation)).Name);
    }

    private static Task<PlaceResponse> AddPlaceAsync(ApiCaller caller, string name) =>
        caller.Client.Places.CreateAsync(new CreatePlaceRequest(name), Cancellation);

    private static async Task<List<Guid>> PlantsInAsync(ApiCaller caller, Guid placeId) =>
        [.. (await caller.Client.Plants.ListAsync(placeId: placeId, cancellationToken: Cancellation)).Data.Select(plant => plant.Id)];
}
