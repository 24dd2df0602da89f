using PlantCare.Contracts.Places;
using PlantCare.Domain.Sharing;
using PlantCare.Tests.Web.Hosting;
using PlantCare.Web.Overview;

namespace PlantCare.Tests.Web.Overview;

public sealed class PlaceFilterTests
{
    private static readonly PlaceResponse Greenhouse = Place("Greenhouse", owner: null);
    private static readonly PlaceResponse Rossi = Place("Villa", owner: "Rossi");
    private static readonly PlaceResponse Bianchi = Place("Zoo", owner: "Bianchi");
    private static readonly IReadOnlyList<PlaceResponse> Places = [Rossi, Bianchi, Greenhouse];

    private static readonly IReadOnlyList<PlantCardModel> Cards =
    [
        Card("Basil", Greenhouse.Id, role: null),
        Card("Fern", place: null, role: null),
        Card("Palm", Rossi.Id, ShareRole.Caretaker),
    ];

    [Fact]
    public void Find_keeps_the_plants_that_were_chosen()
    {
        Assert.Equal(["Basil", "Fern", "Palm"], Find(null));
        Assert.Equal(["Basil", "Fern"], Find(PlaceFilter.Mine));
        Assert.Equal(["Palm"], Find(PlaceFilter.Shared));
        Assert.Equal(["Palm"], Find(Rossi.Id.ToString()));
        Assert.Empty(Find(Bianchi.Id.ToString()));
    }

    [Fact]
    public void Choice_that_means_nothing_any_more_shows_every_plant()
    {
        Assert.Null(PlaceFilter.Known(Guid.CreateVersion7().ToString(), Places, Cards));
        Assert.Null(PlaceFilter.Known(PlaceFilter.Shared, Places, [Cards[0]]));
        Assert.Equal(Bianchi.Id.ToString(), PlaceFilter.Known(Bianchi.Id.ToString(), Places, Cards));
        Assert.Equal(PlaceFilter.Mine, PlaceFilter.Known(PlaceFilter.Mine, Places, Cards));
    }

    [Theory]
    [InlineData("mine", "mine")]
    [InlineData("shared", "shared")]
    [InlineData("0193c0de-0000-7000-8000-000000000001", "0193c0de-0000-7000-8000-000000000001")]
    [InlineData("<script>", null)]
    [InlineData("", null)]
    public void Choice_takes_from_a_cookie_only_what_can_be_chosen(string cookie, string? expected)
    {
        var choice = new PlaceChoice();

        choice.Use(cookie);

        Assert.Equal(expected, choice.Place);
    }

    [Fact]
    public void Group_puts_the_readers_own_places_first_and_then_each_owners()
    {
        var groups = PlaceFilter.Group(Places);

        Assert.Equal([null, "Bianchi", "Rossi"], groups.Select(group => group.Key));
        Assert.Equal(["Greenhouse"], groups[0].Select(place => place.Name));
    }

    private static IEnumerable<string> Find(string? place) => PlaceFilter.Find(Cards, place).Select(card => card.Plant.Name);

    private static PlaceResponse Place(string name, string? owner) =>
        new(Guid.CreateVersion7(), name, "home", Garden.Owner, owner, owner is null ? null : ShareRole.Caretaker, Plants: 1, DateTimeOffset.UnixEpoch);

    private static PlantCardModel Card(string name, Guid? place, ShareRole? role) => new(
        Garden.NewPlant(name, species: null, location: null, DateTimeOffset.UnixEpoch) with { PlaceId = place, Role = role },
        Readings: [],
        Main: null,
        Series: [],
        PlantJudge.Sum([], hasDevice: false, lastHeard: null, DateTimeOffset.UnixEpoch),
        LastHeard: null,
        DeviceId: null,
        HasDevice: false);
}
