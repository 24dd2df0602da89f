using System.Net;
using System.Text.Json;
using PlantCare.Domain.Sharing;
using PlantCare.Tests.Api.Sharing;
using PlantCare.Tests.Ingest;

namespace PlantCare.Tests.Api.Data;

/// <summary>Windows are asked for before it is known whether the caller may see them; who may not never does.</summary>
public sealed class EarlyWindowsTests : IAsyncLifetime
{
    private readonly UnreliableStore _store = new();
    private ApiHost _host = null!;
    private ApiCaller _ada = null!;
    private ApiCaller _bob = null!;
    private Guid _basil;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await ApiHost.StartAsync(services => services.Decorate(_store));
        _ada = await _host.RegisterAsync();
        _bob = await _host.RegisterAsync();
        _basil = (await _ada.AddPlantAsync()).Id;
        var device = await _ada.AddDeviceAsync(_basil);
        using var answer = await _ada.SubmitAsync(device.DeviceId, device.Secret, """{"temperature":20}""");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        _ada.Dispose();
        _bob.Dispose();
        await _host.DisposeAsync();
        _store.Dispose();
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("window=7d&every=1h", true)]
    [InlineData("every=10m&start_time=-2h&end_time=now()&field=temperature", true)]
    public async Task Owner_is_answered_by_one_question_to_the_store(string asked, bool ofPlant)
    {
        Assert.Equal(1, await CountAsync(_ada, ofPlant ? $"{asked}&plant_id={_basil}" : asked));

        Assert.Equal(_ada.Me.Id, Assert.Single(_store.WindowsAsked).Scope.UserId);
    }

    [Fact]
    public async Task Stranger_finds_nothing_and_the_store_is_never_asked_for_the_owners_readings()
    {
        using var answer = await _bob.Http.GetAsync($"/data/aggregated?plant_id={_basil}", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.All(_store.WindowsAsked, query => Assert.Equal(_bob.Me.Id, query.Scope.UserId));
    }

    [Fact]
    public async Task Viewer_is_answered_from_the_owners_readings()
    {
        await _ada.SharePlantAsync(_basil, _bob, ShareRole.Viewer);

        Assert.Equal(1, await CountAsync(_bob, $"plant_id={_basil}"));
    }

    [Fact]
    public async Task Place_and_device_are_asked_for_when_it_is_known_whose_they_are()
    {
        var device = (await _ada.Client.Devices.ListAsync(cancellationToken: Cancellation)).Data[0];

        Assert.Equal(1, await CountAsync(_ada, $"device_id={device.DeviceId}"));

        Assert.Equal(device.DeviceId, Assert.Single(_store.WindowsAsked).Scope.DeviceId);
    }

    [Fact]
    public async Task Session_that_was_ended_is_answered_nothing_and_the_question_is_given_up()
    {
        using var phone = await ApiCaller.SignInAsync(_host.CreateClient(), _ada.Credentials.Email);
        var ended = (await _ada.Client.Credentials.ListSessionsAsync(cancellationToken: Cancellation)).Data.Single(session => !session.IsCurrent);
        await _ada.Client.Credentials.EndSessionAsync(ended.Id, Cancellation);

        using var answer = await phone.Http.GetAsync($"/data/aggregated?plant_id={_basil}", Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain("temperature", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_requests_at_once_than_are_begun_early_are_all_answered()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => CountAsync(_ada, $"plant_id={_basil}")));

        Assert.All(counts, count => Assert.Equal(1, count));
        Assert.Equal(100, _store.WindowsAsked.Count);
    }

    private static async Task<int> CountAsync(ApiCaller caller, string asked)
    {
        using var answer = JsonDocument.Parse(await caller.Http.GetStringAsync($"/data/aggregated?{asked}", Cancellation));
        return answer.RootElement.GetProperty("count").GetInt32();
    }
}
