using PlantCare.Contracts.Alerts;
using PlantCare.Contracts.Data;
using PlantCare.Domain.Care;
using PlantCare.Domain.Plants;
using PlantCare.Tests.Web.Hosting;
using PlantCare.Web.Overview;

namespace PlantCare.Tests.Web.Overview;

public sealed class PlantBoardTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 10, 0, TimeSpan.Zero);

    [Fact]
    public void Load_puts_plants_that_need_somebody_first()
    {
        var board = Loaded(Garden.Household(Now));

        Assert.Equal(["Basil", "Big tomato", "String of hearts", "Orchid"], board.Cards.Take(4).Select(card => card.Plant.Name));
        Assert.Equal(4, board.Attention);
    }

    [Fact]
    public void Apply_turns_the_verdict_and_leaves_other_cards_as_they_were()
    {
        var garden = Garden.Household(Now);
        var board = Loaded(garden);
        var others = board.Cards.Where(card => card.Plant.Name != "Basil").ToArray();

        board.Apply(Garden.Reading(garden.Plants[0], "pot-001", Now, ("soil_moisture", 55)));
        var turned = board.Refresh(Now);

        Assert.Equal("Doing well", Assert.Single(turned).Verdict.Text);
        Assert.All(others, card => Assert.Same(card, board.Cards.Single(other => other.Plant.Id == card.Plant.Id)));
    }

    [Fact]
    public void Apply_of_a_backlog_keeps_the_newest_value_on_the_card()
    {
        var garden = Garden.Household(Now);
        var board = Loaded(garden);

        board.Apply(Garden.Reading(garden.Plants[0], "pot-001", Now.AddHours(-3), ("soil_moisture", 55)));
        board.Refresh(Now);

        var basil = board.Cards.Single(card => card.Plant.Name == "Basil");
        Assert.Equal((21, Condition.Low), (basil.Main!.Value.Number, basil.Main.Condition));
        Assert.Equal(Now, basil.LastHeard);
    }

    [Fact]
    public void Apply_of_what_is_known_already_leaves_the_curve_as_it_was()
    {
        var garden = Garden.Household(Now);
        var board = Loaded(garden);
        var reading = Garden.Reading(garden.Plants[0], "pot-001", Now.AddMinutes(2), ("soil_moisture", 55));
        double? Last() => board.Cards.Single(card => card.Plant.Name == "Basil").Series[^1].Value;
        board.Apply(Garden.Reading(garden.Plants[0], "pot-001", Now.AddMinutes(1), ("soil_moisture", 25)));
        board.Apply(reading);
        board.Refresh(Now.AddMinutes(2));
        Assert.Equal(40, Last());

        board.Apply(reading);
        board.Refresh(Now.AddMinutes(2));

        Assert.Equal(40, Last());
    }

    [Fact]
    public void Apply_of_alerts_counts_those_that_nobody_knows_of()
    {
        var garden = Garden.Household(Now);
        var board = Loaded(garden);
        var alert = new AlertResponse(
            Guid.CreateVersion7(), garden.Plants[0].Id, "Basil", "pot-001", AlertKind.Low, "soil_moisture", 21, 30, AlertState.Open, Now,
            AcknowledgedAt: null, AcknowledgedBy: null, ResolvedAt: null, ResolvedBy: null);
        int Count() => board.Cards.Single(card => card.Plant.Name == "Basil").OpenAlerts;

        foreach (var (next, expected) in (IEnumerable<(AlertResponse, int)>)
            [(alert, 1), (alert, 1), (alert with { Id = Guid.CreateVersion7() }, 2), (alert with { State = AlertState.Acknowledged }, 1), (alert with { State = AlertState.Resolved }, 1)])
        {
            board.Apply(next);
            board.Refresh(Now);
            Assert.Equal(expected, Count());
        }
    }

    [Fact]
    public void Apply_for_an_unknown_plant_asks_for_a_new_reading_of_all()
    {
        var board = Loaded(Garden.Household(Now));
        var stranger = Garden.NewPlant("Stranger", species: null, location: null, Now);

        Assert.False(board.Apply(Garden.Reading(stranger, "pot-999", Now, ("soil_moisture", 55))));
    }

    [Fact]
    public void Refresh_as_time_passes_notices_silence()
    {
        var board = Loaded(Garden.Household(Now));

        board.Refresh(Now.AddHours(7), all: true);

        Assert.All(board.Cards.Where(card => card.HasDevice), card => Assert.Equal("Gone quiet", card.Verdict.Text));
    }

    [Fact]
    public void Load_shows_hours_without_readings_as_gaps()
    {
        var board = Loaded(Garden.Household(Now));

        var series = board.Cards.Single(card => card.Plant.Name == "Basil").Series;

        Assert.Equal(49, series.Count);
        Assert.Contains(series, point => point.Value is null);
        Assert.True(series.Zip(series.Skip(1)).All(pair => pair.First.At < pair.Second.At));
    }

    [Fact]
    public void Series_takes_readings_into_the_mean_of_their_half_hour()
    {
        var series = new PlantSeries();
        series.Add(Now, 10);
        series.Add(Now.AddMinutes(1), 30);
        series.Add(Now.AddHours(-30), 99);

        var values = series.ToPoints(Now).Select(point => point.Value).OfType<double>();

        Assert.Equal(20, Assert.Single(values));
    }

    [Theory]
    [InlineData("basil", 1)]
    [InlineData("CITRUS limon", 1)]
    [InlineData("window ocimum", 1)]
    [InlineData("room", 3)]
    [InlineData("zebra", 0)]
    [InlineData("  ", 8)]
    public void Find_looks_through_name_species_and_place(string text, int count) =>
        Assert.Equal(count, PlantSearch.Find(Loaded(Garden.Household(Now)).Cards, text).Count);

    [Fact]
    public async Task Inbox_that_overflows_asks_for_everything_again()
    {
        using var inbox = new ReadingInbox();
        var reading = Garden.Reading(Garden.NewPlant("Fern", species: null, location: null, Now), "pot-001", Now, ("soil_moisture", 1));
        for (var i = 0; i <= ReadingInbox.Capacity; i++)
        {
            inbox.Add(reading);
        }

        await inbox.WaitAsync(TestContext.Current.CancellationToken);
        var (readings, missed) = inbox.Take();

        Assert.True(missed);
        Assert.Empty(readings);
    }

    private static PlantBoard Loaded(Garden garden)
    {
        var board = new PlantBoard();
        var history = new Dictionary<string, IReadOnlyList<AggregatedRow>>(StringComparer.Ordinal) { ["soil_moisture"] = garden.HistoryOf("soil_moisture") };
        board.Load(new OverviewData(garden.Plants, garden.Devices, garden.Latest, history, Alerts: [], Places: []), Now);
        return board;
    }
}
