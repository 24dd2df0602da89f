using Microsoft.Extensions.Logging;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Readings.Influx;

namespace PlantCare.Tests.Storage;

/// <summary>
/// The contract on whichever InfluxDB <c>PLANTCARE_TEST_INFLUXDB</c> names, as <c>ConnectionStrings__influxdb</c> would. Its bucket must
/// keep readings for ever; every test erases the readings of its own user.
/// </summary>
public sealed class InfluxElsewhereTests : ReadingStoreContract
{
    private const string Variable = "PLANTCARE_TEST_INFLUXDB";

    private InfluxReadingStore? _store;

    protected override async Task<IReadingStore> OpenAsync()
    {
        var connection = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrWhiteSpace(connection), $"{Variable} names no InfluxDB");
        _store = new InfluxReadingStore(InfluxConnection.Parse(connection!), retention: null, TimeProvider.System, new LoggerFactory());
        await _store.PingAsync(TestContext.Current.CancellationToken);
        return _store;
    }

    protected override async Task CloseAsync()
    {
        if (_store is { } store)
        {
            _store = null;
            await store.EraseAsync(new ReadingScope(User), CancellationToken.None);
            store.Dispose();
        }
    }
}
