using System.Net;
using System.Text;
using PlantCare.Tests.Ingest;

namespace PlantCare.Tests.Api.Data;

/// <summary>What a caller sees of a readings store that cannot answer.</summary>
public sealed class StoreAwayTests : IAsyncLifetime
{
    private readonly UnreliableStore _store = new();
    private ApiHost _host = null!;
    private ApiCaller _owner = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await ApiHost.StartAsync(services => services.Decorate(_store));
        _owner = await _host.RegisterAsync();
        var plant = await _owner.AddPlantAsync();
        var device = await _owner.AddDeviceAsync(plant.Id);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var readings = new StringBuilder("[");
        for (var i = 0; i < 900; i++)
        {
            readings.Append(i == 0 ? "" : ",").Append("{\"temperature\":20,\"ts\":").Append(now - (i * 1_000)).Append('}');
        }

        using var answer = await _owner.SubmitAsync(device.DeviceId, device.Secret, readings.Append(']').ToString());
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        _owner.Dispose();
        await _host.DisposeAsync();
        _store.Dispose();
    }

    [Theory]
    [InlineData("/data")]
    [InlineData("/data?format=csv")]
    [InlineData("/data/latest")]
    [InlineData("/data/aggregated")]
    public async Task Query_while_the_store_is_away_says_when_to_come_back(string path)
    {
        _store.ReadsUntil = 0;
        using var answer = await _owner.Http.GetAsync(path, Cancellation);

        await answer.ProblemAsync(HttpStatusCode.ServiceUnavailable);
        Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
    }

    [Theory]
    [InlineData("/data?limit=10", 5)]
    [InlineData("/data?limit=900", 800)]
    [InlineData("/data?limit=900&format=csv", 5)]
    [InlineData("/data?limit=900&format=csv", 800)]
    public async Task Query_that_fails_half_way_never_looks_complete(string path, int readsUntil)
    {
        _store.ReadsUntil = readsUntil;

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _owner.Http.GetStringAsync(path, Cancellation));

        _store.ReadsUntil = null;
        Assert.NotEmpty(await _owner.Http.GetStringAsync(path, Cancellation));
    }
}
