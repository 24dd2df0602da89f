using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MQTTnet;
using MQTTnet.Formatter;
using PlantCare.Api;
using PlantCare.Contracts.Administration;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Live;
using PlantCare.Domain.Care;
using PlantCare.Domain.Live;
using PlantCare.Tests.Api;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.EndToEnd.Distributed;

/// <summary><c>GET /live</c> where ingest is another process: what is stored there is seen here, while somebody watches.</summary>
public sealed class LiveAcrossServicesTests(SharedPostgres postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reading_over_mqtt_is_seen_by_its_owner_at_every_api_and_by_nobody_else()
    {
        await using var edition = await ApiAndIngest.StartAsync(postgres);
        using var home = await edition.MoveInAsync();
        using var neighbour = await edition.MoveInAsync();
        var second = await edition.AddApiAsync();
        using var elsewhere = await second.SignInAsync(home.Owner.Me.Id);
        await using var here = await LiveWatcher.StartAsync(home.Owner.Client);
        await using var there = await LiveWatcher.StartAsync(elsewhere.Client, home.Plant.Id);
        await using var curious = await LiveWatcher.StartAsync(neighbour.Owner.Client);
        await using var device = await MqttDevice.ConnectAsync(edition.Broker.Port, home.Device, cancellationToken: Cancellation);
        await using var other = await MqttDevice.ConnectAsync(edition.Broker.Port, neighbour.Device, cancellationToken: Cancellation);

        await device.PublishAsync("""{"temperature":21.5,"lighting":"ON","watering":false}""", cancellationToken: Cancellation);
        await here.ReadingAsync(21.5);
        await there.ReadingAsync(21.5);
        await other.PublishAsync("""{"temperature":7}""", cancellationToken: Cancellation);
        await curious.ReadingAsync(7);

        Assert.Equal([21.5], here.Temperatures);
        Assert.Equal([7], curious.Temperatures);
        var row = here.Heard.First(message => message.Reading is not null).Reading!;
        Assert.Equal((home.Plant.Id, home.Device.DeviceId, home.Plant.Name), (row.PlantId, row.DeviceId, row.PlantName));
        Assert.Equal("ON", row.Metrics["lighting"].Text);
        Assert.False(row.Metrics["watering"].Boolean);
    }

    [Fact]
    public async Task Alert_and_the_end_of_a_session_reach_every_api_wherever_they_happen()
    {
        await using var edition = await ApiAndIngest.StartAsync(postgres);
        using var home = await edition.MoveInAsync();

        var second = await AddApiThatLooksWhenToldAsync(edition);
        using var elsewhere = await second.SignInAsync(home.Owner.Me.Id);
        await using var here = await LiveWatcher.StartAsync(home.Owner.Client);
        await using var there = await LiveWatcher.StartAsync(elsewhere.Client, home.Plant.Id);

        using (await home.PostAsync("""{"battery":4}"""))
        {
            await there.AlertAsync(AlertState.Open);
        }

        var alert = there.Alerts.First();
        await home.Owner.Client.Alerts.AcknowledgeAsync(alert.Id, Cancellation);
        await there.AlertAsync(AlertState.Acknowledged);
        await elsewhere.Client.Alerts.ResolveAsync(alert.Id, Cancellation);
        await here.AlertAsync(AlertState.Resolved);
        await there.AlertAsync(AlertState.Resolved);

        // Who makes it happen here is not told of it twice.
        AlertState[] told = [AlertState.Open, AlertState.Acknowledged, AlertState.Resolved];
        Assert.Equal(told, here.Alerts.Select(heard => heard.State));
        Assert.Equal(told, there.Alerts.Select(heard => heard.State));

        // A session that is ended at one Api ends its stream at the other.
        await home.Owner.Client.Credentials.EndOtherSessionsAsync(Cancellation);
        await there.EndedAsync();
        Assert.True(here.IsWatching);
    }

    [Fact]
    public async Task Key_that_is_deleted_and_account_that_is_disabled_end_their_streams_at_every_api()
    {
        await using var edition = await ApiAndIngest.StartAsync(postgres);
        using var home = await edition.MoveInAsync();

        var second = await AddApiThatLooksWhenToldAsync(edition);
        using var elsewhere = await second.SignInAsync(home.Owner.Me.Id);
        var key = await home.Owner.Client.Credentials.CreateKeyAsync(new CreateKeyRequest("Script", ["read"]), Cancellation);
        using var script = second.CreateClient();
        script.DefaultRequestHeaders.Authorization = new("Bearer", key.Key);
        await using var ofTheKey = await LiveWatcher.StartAsync(new PlantCareClient(script));
        await using var ofThePerson = await LiveWatcher.StartAsync(elsewhere.Client);

        await home.Owner.Client.Credentials.DeleteKeyAsync(key.Id, Cancellation);
        await ofTheKey.EndedAsync();
        Assert.True(ofThePerson.IsWatching);

        // The first account administers, and somebody has to be left who does.
        using var administrator = await edition.Api.RegisterAsync();
        await home.Owner.Client.Administration.UpdateUserAsync(administrator.Me.Id, new UpdateAccountRequest { IsAdministrator = true }, Cancellation);
        await administrator.Client.Administration.UpdateUserAsync(home.Owner.Me.Id, new UpdateAccountRequest { Disabled = true }, Cancellation);
        await ofThePerson.EndedAsync();
    }

    [Fact]
    public async Task Reading_over_http_is_seen_and_the_user_is_forgotten_when_nobody_watches()
    {
        await using var edition = await ApiAndIngest.StartAsync(postgres, ("Live:AnnounceEvery", "00:00:01"));
        using var home = await edition.MoveInAsync();
        var feed = edition.Ingest!.Services.GetRequiredService<ILiveFeed>();
        Assert.False(feed.IsWatched(home.Owner.Me.Id));
        await using (var watcher = await LiveWatcher.StartAsync(home.Owner.Client))
        {
            using var _ = await home.PostAsync("""{"temperature":18}""");
            await watcher.ReadingAsync(18);
            Assert.True(feed.IsWatched(home.Owner.Me.Id));
        }

        await Until.TrueAsync(() => Task.FromResult(!feed.IsWatched(home.Owner.Me.Id)), Cancellation);
    }

    [Fact]
    public async Task Broker_restarted_tells_watchers_that_they_missed_something_and_goes_on()
    {
        await using var edition = await ApiAndIngest.StartAsync(postgres);
        using var home = await edition.MoveInAsync();
        await using var watcher = await LiveWatcher.StartAsync(home.Owner.Client);

        await edition.Broker.StopAsync();
        await Until.TrueAsync(async () => await LiveHealthAsync(home) == "degraded", Cancellation);
        await edition.Broker.StartAgainAsync();
        await watcher.MissedAsync();
        await Until.TrueAsync(async () => await LiveHealthAsync(home) == "healthy", Cancellation);

        await using var device = await MqttDevice.ConnectAsync(edition.Broker.Port, home.Device, cancellationToken: Cancellation);
        await SeenAsync(watcher, temperature => device.PublishAsync(Payload(temperature), cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Ingest_restarted_tells_watchers_that_they_missed_something_and_goes_on()
    {
        await using var edition = await ApiAndIngest.StartAsync(postgres);
        using var home = await edition.MoveInAsync();
        await using var watcher = await LiveWatcher.StartAsync(home.Owner.Client);
        await using var device = await MqttDevice.ConnectAsync(edition.Broker.Port, home.Device, cancellationToken: Cancellation);

        await edition.StopIngestAsync();
        await device.PublishAsync("""{"temperature":1}""", cancellationToken: Cancellation);
        await edition.StartIngestAsync();

        await watcher.MissedAsync();
        await device.PublishAsync("""{"temperature":2}""", cancellationToken: Cancellation);
        await watcher.ReadingAsync(2);
    }

    [Fact]
    public async Task Ingest_restarted_tells_watchers_who_are_too_many_to_be_named()
    {
        await using var edition = await ApiAndIngest.StartAsync(postgres);
        using var home = await edition.MoveInAsync();
        var feed = edition.Api.Services.GetRequiredService<ILiveFeed>();
        var crowd = Enumerable.Range(0, WatchAnnouncement.MaxUsers).Select(_ => feed.Subscribe(Guid.CreateVersion7())).ToList();
        await using var watcher = await LiveWatcher.StartAsync(home.Owner.Client);
        var atIngest = edition.Ingest!.Services.GetRequiredService<ILiveFeed>();
        await Until.TrueAsync(() => Task.FromResult(atIngest.IsWatched(Guid.CreateVersion7())), Cancellation);

        await edition.StopIngestAsync();
        await edition.StartIngestAsync();

        await watcher.MissedAsync();
        crowd.ForEach(subscription => subscription.Dispose());
    }

    [Fact]
    public async Task Api_that_ends_takes_its_watchers_with_it()
    {
        await using var edition = await ApiAndIngest.StartAsync(postgres);
        using var home = await edition.MoveInAsync();
        var second = await edition.AddApiAsync();
        using var elsewhere = await second.SignInAsync(home.Owner.Me.Id);
        var feed = edition.Ingest!.Services.GetRequiredService<ILiveFeed>();
        await using var watcher = await LiveWatcher.StartAsync(elsewhere.Client);
        await Until.TrueAsync(() => Task.FromResult(feed.IsWatched(home.Owner.Me.Id)), Cancellation);

        await edition.StopApiAsync(second);

        await Until.TrueAsync(() => Task.FromResult(!feed.IsWatched(home.Owner.Me.Id)), Cancellation);
    }

    [Fact]
    public async Task Announcement_that_nobody_repeats_is_forgotten()
    {
        await using var edition = await ApiAndIngest.StartAsync(postgres);
        var feed = edition.Ingest!.Services.GetRequiredService<ILiveFeed>();
        var userId = Guid.CreateVersion7();
        using var dead = new MqttClientFactory().CreateMqttClient();
        await dead.ConnectAsync(
            new MqttClientOptionsBuilder()
                .WithTcpServer("127.0.0.1", edition.Broker.Port)
                .WithProtocolVersion(MqttProtocolVersion.V500)
                .WithCredentials(edition.Broker.Username, edition.Broker.Password)
                .Build(),
            Cancellation);

        await dead.PublishAsync(
            new MqttApplicationMessage
            {
                Topic = LiveTopics.Watch("dead"),
                PayloadSegment = WatchAnnouncement.Of([userId]).ToPayload(),
                Retain = true,
                MessageExpiryInterval = 2,
            },
            Cancellation);

        await Until.TrueAsync(() => Task.FromResult(feed.IsWatched(userId)), Cancellation);
        await Until.TrueAsync(() => Task.FromResult(!feed.IsWatched(userId)), Cancellation);
    }

    private static async Task<string?> LiveHealthAsync(Household home)
    {
        using var health = await home.Owner.Http.GetAsync(new Uri("health", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        return (await health.JsonAsync()).GetProperty("checks").GetProperty("live").GetProperty("status").GetString();
    }

    private static string Payload(double temperature) => string.Create(CultureInfo.InvariantCulture, $$"""{"temperature":{{temperature}}}""");

    // Both sides connect anew, in any order: what falls in between is missed, and said so.
    private static async Task SeenAsync(LiveWatcher watcher, Func<double, Task> publish)
    {
        double temperature = 10;
        await Until.TrueAsync(
            async () =>
            {
                temperature += 0.1;
                await publish(Math.Round(temperature, 1));
                return watcher.Temperatures.Any();
            },
            Cancellation);
    }

    // By itself it would look later than a test waits, and later than its settings may say: what ends a stream here is being told.
    private static async Task<BrokerApi> AddApiThatLooksWhenToldAsync(ApiAndIngest edition)
    {
        var api = await edition.AddApiAsync();
        api.Services.GetRequiredService<ApiSettings>().LiveCheck = TimeSpan.FromHours(1);
        return api;
    }
}
