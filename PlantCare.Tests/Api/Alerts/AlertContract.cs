using System.Net;
using PlantCare.Contracts.Alerts;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Domain.Care;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Sharing;
using PlantCare.Tests.Api.Sharing;
using PlantCare.Tests.Editions;
using PlantCare.Tests.EndToEnd.Distributed;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Api.Alerts;

/// <summary>An alert, from the reading that begins it to the one, or the person, that ends it.</summary>
public abstract class AlertContract(Edition edition) : IAsyncLifetime
{
    private ApiCaller _owner = null!;
    private PlantResponse _basil = null!;
    private DeviceWithSecretResponse _probe = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _owner = await edition.RegisterAsync();
        _basil = await _owner.Client.Plants.CreateAsync(
            new CreatePlantRequest("Basil", Thresholds: new Dictionary<string, Threshold>(StringComparer.Ordinal) { ["temperature"] = new() { Min = 15, Max = 30, Hysteresis = 1 } }),
            Cancellation);
        _probe = await _owner.AddDeviceAsync(_basil.Id);
    }

    public ValueTask DisposeAsync()
    {
        _owner?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Reading_below_the_limit_begins_an_alert_and_one_well_above_it_ends_it()
    {
        await SubmitAsync(12.5);
        var alert = await SingleAsync(AlertState.Open);
        Assert.Equal((AlertKind.Low, "temperature", 12.5, 15d), (alert.Kind, alert.Metric, alert.Value, alert.Limit));
        Assert.Equal((_basil.Id, "Basil", _probe.DeviceId), (alert.PlantId, alert.PlantName, alert.DeviceId));

        await SubmitAsync(11);
        await Until.TrueAsync(async () => (await SingleAsync(AlertState.Open)).Value == 11d, Cancellation);

        await SubmitAsync(17);
        var over = await SingleAsync(AlertState.Resolved);
        Assert.Equal((alert.Id, null), (over.Id, over.ResolvedBy));
        Assert.NotNull(over.ResolvedAt);
        Assert.Empty((await _owner.Client.Alerts.ListAsync(AlertState.Open, cancellationToken: Cancellation)).Data);
    }

    [Fact]
    public async Task Battery_that_is_nearly_empty_begins_an_alert_that_nobody_asked_for()
    {
        await edition.SubmitAsync(_probe.DeviceId, """{"battery":6}""");
        Assert.Equal(AlertKind.Battery, (await SingleAsync(AlertState.Open)).Kind);

        await edition.SubmitAsync(_probe.DeviceId, """{"battery":100}""");
        await SingleAsync(AlertState.Resolved);
    }

    [Fact]
    public async Task Acknowledged_alert_is_still_so_and_says_who_knows()
    {
        await SubmitAsync(12);
        var alert = await SingleAsync(AlertState.Open);

        var known = await _owner.Client.Alerts.AcknowledgeAsync(alert.Id, Cancellation);

        Assert.Equal((AlertState.Acknowledged, _owner.Me.Email.Split('@')[0]), (known.State, known.AcknowledgedBy));
        Assert.Equal(known, await _owner.Client.Alerts.AcknowledgeAsync(alert.Id, Cancellation));
        await SubmitAsync(20);
        await SingleAsync(AlertState.Resolved);
        using var late = await _owner.Http.SendJsonAsync(HttpMethod.Post, $"/alerts/{alert.Id}/acknowledge");
        await late.ProblemAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Alert_that_a_person_ends_begins_again_only_after_all_was_well()
    {
        await SubmitAsync(12);
        var ended = await _owner.Client.Alerts.ResolveAsync((await SingleAsync(AlertState.Open)).Id, Cancellation);
        Assert.Equal((AlertState.Resolved, _owner.Me.Email.Split('@')[0]), (ended.State, ended.ResolvedBy));

        // Another metric tells when the reading has been judged.
        await edition.SubmitAsync(_probe.DeviceId, """{"temperature":12,"battery":5}""");
        Assert.Equal(AlertKind.Battery, (await SingleAsync(AlertState.Open)).Kind);

        await SubmitAsync(20);
        await SubmitAsync(12);
        await Until.TrueAsync(async () => (await _owner.Client.Alerts.ListAsync(AlertState.Open, cancellationToken: Cancellation)).Data.Any(alert => alert.Kind == AlertKind.Low), Cancellation);
    }

    [Fact]
    public async Task Watchers_hear_how_an_alert_begins_is_known_and_ends()
    {
        using var viewer = await edition.RegisterAsync();
        using var stranger = await edition.RegisterAsync();
        await _owner.SharePlantAsync(_basil.Id, viewer, ShareRole.Viewer);
        await using var home = await LiveWatcher.StartAsync(_owner.Client);
        await using var away = await LiveWatcher.StartAsync(viewer.Client, _basil.Id);
        await using var nosy = await LiveWatcher.StartAsync(stranger.Client);

        await SubmitAsync(12);
        await home.AlertAsync(AlertState.Open);
        await away.AlertAsync(AlertState.Open);
        var open = await SingleAsync(AlertState.Open);
        Assert.Equal([open], home.Alerts);
        await _owner.Client.Alerts.AcknowledgeAsync(open.Id, Cancellation);
        await away.AlertAsync(AlertState.Acknowledged);
        await SubmitAsync(20);
        await away.AlertAsync(AlertState.Resolved);
        await home.AlertAsync(AlertState.Resolved);

        Assert.Equal([AlertState.Open, AlertState.Acknowledged, AlertState.Resolved], home.Alerts.Select(alert => alert.State));
        Assert.Equal(await SingleAsync(AlertState.Resolved), home.Alerts.Last());
        Assert.Empty(nosy.Alerts);
    }

    [Theory]
    [InlineData(ShareRole.Viewer, HttpStatusCode.Forbidden)]
    [InlineData(ShareRole.Caretaker, HttpStatusCode.OK)]
    [InlineData(ShareRole.Owner, HttpStatusCode.OK)]
    public async Task Role_decides_who_acknowledges(ShareRole role, HttpStatusCode expected)
    {
        await SubmitAsync(12);
        var alert = await SingleAsync(AlertState.Open);
        using var other = await edition.RegisterAsync();
        using (var stranger = await other.Http.SendJsonAsync(HttpMethod.Post, $"/alerts/{alert.Id}/acknowledge"))
        {
            await stranger.ProblemAsync(HttpStatusCode.NotFound);
        }

        Assert.Empty((await other.Client.Alerts.ListAsync(cancellationToken: Cancellation)).Data);
        await _owner.SharePlantAsync(_basil.Id, other, role);
        Assert.Equal(alert.Id, Assert.Single((await other.Client.Alerts.ListAsync(plantId: _basil.Id, cancellationToken: Cancellation)).Data).Id);
        foreach (var word in (string[])["acknowledge", "resolve"])
        {
            using var answer = await other.Http.SendJsonAsync(HttpMethod.Post, $"/alerts/{alert.Id}/{word}");
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Backlog_neither_begins_an_alert_nor_ends_one()
    {
        var past = TimeProvider.System.GetUtcNow().AddHours(-3).ToUnixTimeMilliseconds();
        await edition.SubmitAsync(_probe.DeviceId, $$"""{"temperature":12,"ts":{{past}}}""");
        await edition.SubmitAsync(_probe.DeviceId, """{"battery":5}""");

        // What came first has been judged first.
        Assert.Equal(AlertKind.Battery, (await SingleAsync(AlertState.Open)).Kind);

        await SubmitAsync(12);
        await Until.TrueAsync(async () => (await OpenAsync()).Count == 2, Cancellation);
        await edition.SubmitAsync(_probe.DeviceId, $$"""{"temperature":20,"ts":{{past + 1_000}}}""");
        await edition.SubmitAsync(_probe.DeviceId, """{"battery":100}""");
        await Until.TrueAsync(async () => (await OpenAsync()).Count == 1, Cancellation);
        Assert.Equal((AlertKind.Low, "temperature"), (await OpenAsync()).Select(alert => (alert.Kind, alert.Metric)).Single());
    }

    [Fact]
    public async Task Archived_plant_warns_nobody()
    {
        await _owner.Client.Plants.UpdateAsync(_basil.Id, new UpdatePlantRequest { Active = false }, Cancellation);
        var fern = await _owner.AddDeviceAsync((await _owner.AddPlantAsync("Fern")).Id);

        await SubmitAsync(12);
        await edition.SubmitAsync(fern.DeviceId, """{"battery":5}""");

        // What came first has been judged first.
        Assert.Equal("Fern", (await SingleAsync(AlertState.Open)).PlantName);
    }

    [Theory]
    [InlineData("state=closed", "state")]
    [InlineData("limit=0", "limit")]
    [InlineData("cursor=x", "cursor")]
    public async Task List_with_a_fault_blames_the_parameter(string query, string parameter)
    {
        using var answer = await _owner.Http.GetAsync("/alerts?" + query, Cancellation);

        Assert.NotEmpty(await answer.FaultOfAsync(parameter));
    }

    private Task SubmitAsync(double temperature) =>
        edition.SubmitAsync(_probe.DeviceId, FormattableString.Invariant($$"""{"temperature":{{temperature}}}"""));

    private async Task<IReadOnlyList<AlertResponse>> OpenAsync() =>
        (await _owner.Client.Alerts.ListAsync(AlertState.Open, cancellationToken: Cancellation)).Data;

    private async Task<AlertResponse> SingleAsync(AlertState state)
    {
        IReadOnlyList<AlertResponse> found = [];
        await Until.TrueAsync(
            async () =>
            {
                found = (await _owner.Client.Alerts.ListAsync(state, cancellationToken: Cancellation)).Data;
                return found.Count > 0;
            },
            Cancellation);
        return Assert.Single(found);
    }
}

[Collection(HomeEditionTests.Name)]
public sealed class HomeAlertTests(HomeEditionFixture edition) : AlertContract(edition);

[Collection(DistributedEditionTests.Name)]
public sealed class DistributedAlertTests(DistributedEditionFixture edition) : AlertContract(edition);
