using System.Text;
using PlantCare.Contracts.Live;
using PlantCare.Domain.Care;
using PlantCare.Domain.Live;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Readings;

namespace PlantCare.Tests.Contracts;

/// <summary>What Ingest and Api tell each other over the broker.</summary>
public sealed class LiveEventsTests
{
    private static readonly Guid Owner = Guid.CreateVersion7();

    [Fact]
    public void Events_arrive_as_they_were_sent()
    {
        var reading = new Reading(
            new PlantLabel(Guid.CreateVersion7(), Owner, "Bäsil \"the\" 🌿", Location: null),
            "kitchen-basil",
            DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123),
            [new("temperature", MetricValue.Of(21.5)), new("lighting", MetricValue.Of("ON")), new("watering", MetricValue.Of(false))]);

        var alert = new AlertChanged(
            Owner, Guid.CreateVersion7(), Guid.CreateVersion7(), "Bäsil", "kitchen-basil", AlertKind.Low, "soil_moisture", 12.5, 30, AlertState.Acknowledged,
            DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddMinutes(1), "ada", ResolvedAt: null, ResolvedBy: null);

        var payload = Assert.Single(LiveEvents.ToPayloads([new ReadingStored(reading), new EventsMissed(Owner, 3), alert, new AccessChanged(Owner)]));
        var events = LiveEvents.Parse(Owner, payload);

        var received = Assert.IsType<ReadingStored>(events[0]).Reading;
        Assert.Equal((reading.Plant, reading.DeviceId, reading.Time), (received.Plant, received.DeviceId, received.Time));
        Assert.Equal(reading.Measurements, received.Measurements);
        Assert.Equal(3, Assert.IsType<EventsMissed>(events[1]).Count);
        Assert.Equal([alert, new AccessChanged(Owner)], events.Skip(2));
    }

    [Fact]
    public void Events_of_every_kind_have_a_form_on_the_wire()
    {
        var kinds = typeof(LiveEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LiveEvent))).Select(type => type.Name).Order(StringComparer.Ordinal);

        // A new kind needs a member in LiveEvents, and a line in the test above.
        Assert.Equal([nameof(AccessChanged), nameof(AlertChanged), nameof(EventsMissed), nameof(ReadingStored)], kinds);
    }

    [Fact]
    public void Events_are_many_messages_where_one_would_be_too_long()
    {
        var readings = Enumerable.Range(0, 1_000).Select(i => new ReadingStored(new Reading(
            new PlantLabel(Owner, Owner, "Basil", "Kitchen"),
            "kitchen-basil",
            DateTimeOffset.UnixEpoch.AddSeconds(i),
            [new("temperature", MetricValue.Of(i))])));

        var payloads = LiveEvents.ToPayloads(readings).ToList();

        Assert.All(payloads, payload => Assert.InRange(payload.Length, 1, 64 * 1024));
        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => (double)i), payloads.SelectMany(payload => LiveEvents.Parse(Owner, payload))
            .Select(liveEvent => ((ReadingStored)liveEvent).Reading.Measurements[0].Value.Number));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("""[{"invented":1}]""")]
    public void Events_that_cannot_be_read_are_missed(string payload) =>
        Assert.IsType<EventsMissed>(Assert.Single(LiveEvents.Parse(Owner, Encoding.UTF8.GetBytes(payload))));

    [Fact]
    public void Events_of_somebody_else_are_left_out()
    {
        var stranger = new PlantLabel(Guid.CreateVersion7(), Guid.CreateVersion7(), "Basil", Location: null);
        var reading = new Reading(stranger, "probe", DateTimeOffset.UnixEpoch, [new("temperature", MetricValue.Of(1))]);

        Assert.Empty(LiveEvents.Parse(Owner, LiveEvents.ToPayloads([new ReadingStored(reading)]).Single()));
    }

    [Fact]
    public void Announcement_names_users_or_everyone_where_they_are_too_many()
    {
        Guid[] some = [Guid.CreateVersion7(), Guid.CreateVersion7()];
        var many = Enumerable.Range(0, WatchAnnouncement.MaxUsers).Select(_ => Guid.CreateVersion7()).ToList();

        Assert.Equal(some, WatchAnnouncement.Parse(WatchAnnouncement.Of(some).ToPayload())!.Users);
        Assert.InRange(WatchAnnouncement.Of(many).ToPayload().Length, 1, 128 * 1024);
        Assert.True(WatchAnnouncement.Parse(WatchAnnouncement.Of([.. many, Owner]).ToPayload())!.Everyone);
        Assert.Null(WatchAnnouncement.Parse([]));
        Assert.Null(WatchAnnouncement.Parse("[]"u8));
    }

    [Fact]
    public void Topics_say_whose_they_are()
    {
        Assert.True(LiveTopics.TryReadEvents(LiveTopics.Events(Owner), out var userId));
        Assert.Equal(Owner, userId);
        Assert.True(LiveTopics.TryReadWatch(LiveTopics.Watch("one"), out var instance));
        Assert.Equal("one", instance);
        Assert.False(LiveTopics.TryReadEvents(LiveTopics.Watch("one"), out _));
        Assert.False(LiveTopics.TryReadWatch(LiveTopics.Events(Owner), out _));
    }
}
