using System.Text;
using PlantCare.Domain.Devices;
using PlantCare.Ingest.Gateways;

namespace PlantCare.Tests.Ingest;

public sealed class UnknownSensorBookTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Owner = Guid.CreateVersion7();

    private readonly UnknownSensorBook _book = new();

    [Fact]
    public void TakeDue_same_sensor_many_times_is_its_newest()
    {
        _book.Note(Heard("C4:7C:8D:65:B6:63", payload: "1"));
        _book.Note(Heard("c47c8d65b663", payload: "2"));

        Assert.Equal("2", Text(Assert.Single(Take(Noon))));
        Assert.Empty(Take(Noon));
    }

    [Fact]
    public void TakeDue_one_that_goes_on_talking_waits_and_at_the_end_does_not()
    {
        _book.Note(Heard("fern"));
        Take(Noon);
        _book.Note(Heard("fern", payload: "2"));

        Assert.Empty(Take(Noon.AddSeconds(29)));
        Assert.Single(Take(Noon.AddSeconds(30)));
        _book.Note(Heard("fern", payload: "3"));
        Assert.Equal("3", Text(Assert.Single(Take(Noon.AddSeconds(31), isLast: true))));
    }

    [Fact]
    public void Note_beyond_the_bound_forgets_whoever_was_silent_longest()
    {
        for (var i = 0; i < IUnknownSensors.MaxPerGateway + 2; i++)
        {
            _book.Note(Heard($"s{i}", Noon.AddSeconds(i)));
        }

        _book.Note(Heard("s0", gateway: "another"));
        var names = Take(Noon).Select(sensor => (sensor.GatewayId, sensor.Name)).ToHashSet();

        Assert.Equal(IUnknownSensors.MaxPerGateway + 1, names.Count);
        Assert.DoesNotContain(("gateway", "s0"), names);
        Assert.DoesNotContain(("gateway", "s1"), names);
        Assert.Contains(("another", "s0"), names);
    }

    [Fact]
    public void GiveBack_is_taken_again_at_once_unless_something_newer_is_there()
    {
        _book.Note(Heard("fern", payload: "1"));
        _book.Note(Heard("rose", payload: "1"));
        var failed = Take(Noon);
        _book.Note(Heard("rose", payload: "2"));

        _book.GiveBack(failed);

        Assert.Equal(["fern 1", "rose 2"], Take(Noon).Select(sensor => $"{sensor.Name} {Text(sensor)}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TakeDue_what_has_been_silent_for_long_is_forgotten_and_new_when_it_comes_back()
    {
        _book.Note(Heard("fern"));
        Take(Noon);

        Take(Noon.AddHours(2));
        _book.Note(Heard("fern", Noon.AddHours(2)));

        Assert.Single(Take(Noon.AddHours(2)));
    }

    private static UnknownSensor Heard(string name, DateTimeOffset? at = null, string payload = "x", string gateway = "gateway") =>
        new(gateway, Owner, name, "zigbee2mqtt", $"zigbee2mqtt/{name}", Encoding.UTF8.GetBytes(payload), at ?? Noon);

    private static string Text(UnknownSensor sensor) => Encoding.UTF8.GetString(sensor.Payload.Span);

    private List<UnknownSensor> Take(DateTimeOffset now, bool isLast = false) => _book.TakeDue(now, isLast);
}
