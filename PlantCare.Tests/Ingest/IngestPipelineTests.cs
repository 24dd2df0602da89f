using System.Text;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Contracts.Mqtt;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Live;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Devices;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Storage.Relational.Plants;

namespace PlantCare.Tests.Ingest;

public class IngestPipelineTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SubmitAsync_completes_when_the_reading_can_be_read()
    {
        await using var host = await IngestHost.StartAsync();

        var result = await host.SubmitAsync("""{"temperature":21.5,"soil_moisture":40}""");

        Assert.Equal((1, 0), (result.Stored, result.Rejections.Count));
        var values = await host.ReadAllAsync();
        Assert.Equal(["soil_moisture", "temperature"], values.Select(value => value.Metric));
        Assert.All(values, value => Assert.Equal((host.Basil.Id, IngestHost.DeviceName), (value.PlantId, value.DeviceId)));
        host.Logs.AssertNoErrors();
    }

    [Fact]
    public async Task SubmitAsync_many_at_once_are_all_kept()
    {
        await using var host = await IngestHost.StartAsync();
        var start = TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeMilliseconds();

        var results = await Task.WhenAll(Enumerable.Range(0, 5_000).Select(i => Task.Run(() => host.SubmitAsync($$"""{"ts":{{start + i}},"custom":{{i}}}"""), Cancellation)));

        Assert.All(results, result => Assert.Equal(1, result.Stored));
        Assert.Equal(Enumerable.Range(0, 5_000).Select(i => (double)i), (await host.ReadAllAsync()).Select(value => value.Value.Number));
        host.Logs.AssertNoErrors();
    }

    [Fact]
    public async Task SubmitAsync_what_is_refused_lies_among_the_dead_letters_with_reason_and_payload()
    {
        await using var host = await IngestHost.StartAsync();

        var result = await host.SubmitAsync("""{"temperature":999}""");

        Assert.Equal(0, result.Stored);
        Assert.Equal(RejectionReason.OutOfRange, result.Rejections.Single().Reason);
        var letter = Assert.Single(await host.DeadLettersAsync());
        Assert.Equal("""{"temperature":999}""", Encoding.UTF8.GetString(letter.Payload));
        Assert.Equal(
            (host.Owner.Id, IngestHost.DeviceName, $"plantcare/{IngestHost.DeviceName}/readings", RejectionReason.OutOfRange),
            (letter.UserId!.Value, letter.DeviceId, letter.Topic, letter.Reason));
        Assert.Empty(await host.ReadAllAsync());
    }

    [Fact]
    public async Task SubmitAsync_array_with_a_bad_reading_keeps_the_good_ones()
    {
        await using var host = await IngestHost.StartAsync();

        var result = await host.SubmitAsync("""[{"temperature":20},{"humidity":300},{"temperature":21}]""");

        Assert.Equal((2, 1), (result.Stored, result.Rejections.Count));
        Assert.Equal(2, (await host.ReadAllAsync()).Count);
        Assert.Single(await host.DeadLettersAsync());
    }

    [Fact]
    public async Task SubmitAsync_ten_thousand_malformed_payloads_change_nothing_but_the_dead_letters()
    {
        await using var host = await IngestHost.StartAsync();
        await host.SubmitAsync("""{"temperature":20}""");
        var before = await host.ReadAllAsync();
        var payloads = Malformed().Array[10_000].Single();

        var results = await Task.WhenAll(payloads.Select(payload => Task.Run(
            async () => await host.Intake.SubmitAsync(
                new IncomingMessage(IngestHost.DeviceName, "plantcare/kitchen-basil/readings", payload, TimeProvider.System.GetUtcNow()), Cancellation),
            Cancellation)));

        Assert.All(results, result => Assert.Equal((0, 1), (result.Stored, result.Rejections.Count)));
        Assert.Equal(before, await host.ReadAllAsync());
        Assert.Equal(
            payloads.Select(Convert.ToHexString).Order(StringComparer.Ordinal),
            (await host.DeadLettersAsync()).Select(letter => Convert.ToHexString(letter.Payload)).Order(StringComparer.Ordinal));
        host.Logs.AssertNoErrors();
    }

    [Fact]
    public async Task SubmitAsync_device_that_was_deleted_meanwhile_is_refused()
    {
        await using var host = await IngestHost.StartAsync();

        await host.ChangeAsync(async context => context.Remove(await context.Devices.SingleAsync(Cancellation)));

        Assert.Equal(RejectionReason.UnknownDevice, (await host.SubmitAsync("""{"temperature":20}""")).Rejections.Single().Reason);
    }

    [Fact]
    public async Task SubmitAsync_device_that_only_the_database_knows_yet_is_stored()
    {
        await using var host = await IngestHost.StartAsync();
        await host.RenameDeviceUnheardAsync("just-added");

        var result = await host.SubmitAsync("""{"temperature":20}""", "just-added");

        Assert.Equal((1, 0), (result.Stored, result.Rejections.Count));
        Assert.Empty(await host.DeadLettersAsync());
    }

    [Fact]
    public async Task SubmitAsync_device_that_only_the_database_knows_waits_for_a_database_that_is_away()
    {
        var directory = new UnreliableDirectory { IsAway = true };
        await using var host = await IngestHost.StartAsync(
            services => services.AddSingleton<IDeviceDirectory>(provider => directory.Around(provider.GetRequiredService<DeviceDirectory>())));
        await host.RenameDeviceUnheardAsync("just-added");

        var submitted = host.SubmitAsync("""{"temperature":20}""", "just-added");
        await directory.AskedAsync(times: 2);
        Assert.False(submitted.IsCompleted);
        directory.IsAway = false;

        Assert.Equal(1, (await submitted).Stored);
        Assert.Empty(await host.DeadLettersAsync());
    }

    [Fact]
    public async Task Message_that_is_refused_belongs_to_the_owner_of_a_device_that_only_the_database_knows()
    {
        await using var host = await IngestHost.StartAsync();
        await host.RenameDeviceUnheardAsync("just-added");
        var message = new IncomingMessage("just-added", Topics.Status("just-added"), "perhaps"u8.ToArray(), TimeProvider.System.GetUtcNow());

        await host.Services.GetRequiredService<IDeviceMessages>().HandleAsync(message, Cancellation);

        var letter = Assert.Single(await host.DeadLettersAsync());
        Assert.Equal((host.Owner.Id, "just-added"), (letter.UserId!.Value, letter.DeviceId));
    }

    [Fact]
    public async Task SubmitAsync_device_moved_to_another_plant_counts_from_the_next_reading()
    {
        await using var host = await IngestHost.StartAsync();
        var fern = new Plant { Name = "Fern", UserId = host.Owner.Id };
        await host.SubmitAsync("""{"temperature":20}""");

        await host.ChangeAsync(async context =>
        {
            context.Add(fern);
            (await context.Devices.SingleAsync(Cancellation)).PlantId = fern.Id;
        });
        await host.SubmitAsync("""{"temperature":21}""");

        Assert.Equal([(host.Basil.Id, 20.0), (fern.Id, 21.0)], (await host.ReadAllAsync()).Select(value => (value.PlantId, value.Value.Number)));
    }

    [Fact]
    public async Task SubmitAsync_store_that_is_away_is_waited_for()
    {
        var store = new UnreliableStore();
        await using var host = await IngestHost.StartAsync(services => services.Decorate(store));
        store.IsAway = true;

        var submitted = host.SubmitAsync("""{"temperature":20}""");
        await store.Attempted(3);
        Assert.False(submitted.IsCompleted);
        store.IsAway = false;

        Assert.Equal(1, (await submitted).Stored);
        Assert.Single(await host.ReadAllAsync());
        Assert.Contains(host.Logs.Entries, entry => entry.Message.Contains("the disk is on fire", StringComparison.Ordinal));
        host.Logs.AssertNoErrors();
    }

    [Fact]
    public async Task SubmitAsync_reading_that_breaks_the_store_does_not_take_others_with_it()
    {
        var store = new UnreliableStore { Poison = 13 };
        await using var host = await IngestHost.StartAsync(services => services.Decorate(store));

        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => host.SubmitAsync($$"""{"custom":{{i}}}""")));

        Assert.Equal(Enumerable.Range(0, 40).Select(i => i == 13 ? 0 : 1), results.Select(result => result.Stored));
        Assert.Equal(RejectionReason.StoreRefused, Assert.Single(await host.DeadLettersAsync()).Reason);
        Assert.Equal(39, (await host.ReadAllAsync()).Count);
        Assert.Single(host.Logs.Entries, entry => entry.Message.Contains("cannot be stored", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SubmitAsync_reading_that_the_store_refuses_lies_among_the_dead_letters()
    {
        var store = new UnreliableStore { Refused = 3 };
        await using var host = await IngestHost.StartAsync(services => services.Decorate(store));

        var result = await host.SubmitAsync("""[{"custom":1},{"custom":3},{"custom":5}]""");

        Assert.Equal((2, 1), (result.Stored, result.Rejections.Count));
        Assert.Equal("field type conflict", Assert.Single(await host.DeadLettersAsync()).Detail);
    }

    [Fact]
    public async Task SubmitAsync_stop_while_the_store_is_away_promises_nothing()
    {
        var store = new UnreliableStore();
        await using var host = await IngestHost.StartAsync(services => services.Decorate(store));
        store.IsAway = true;
        var submitted = host.SubmitAsync("""{"temperature":20}""");
        await store.Attempted(1);

        await host.StopAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => submitted);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.SubmitAsync("""{"temperature":20}"""));
    }

    [Fact]
    public async Task SubmitAsync_watchers_see_their_own_plants_only()
    {
        await using var host = await IngestHost.StartAsync();
        var feed = host.Services.GetRequiredService<ILiveFeed>();
        using var own = feed.Subscribe(host.Owner.Id);
        using var stranger = feed.Subscribe(Guid.CreateVersion7());

        await host.SubmitAsync("""{"temperature":20}""");

        var seen = Assert.IsType<ReadingStored>(await own.ReadAllAsync(Cancellation).FirstAsync(Cancellation));
        Assert.Equal(host.Basil.Id, seen.PlantId);
        stranger.Dispose();
        Assert.Empty(await stranger.ReadAllAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task SubmitAsync_device_is_seen_and_its_battery_known()
    {
        await using var host = await IngestHost.StartAsync();

        await host.SubmitAsync("""{"battery":77,"temperature":20}""");

        Device device;
        do
        {
            device = await host.Services.GetRequiredService<SystemWork>()
                .RunAsync(context => context.Devices.AsNoTracking().SingleAsync(Cancellation));
        }
        while (device.LastSeen is null);

        Assert.Equal((true, 77.0), (device.Online, device.Battery));
    }

    // Never a reading: broken JSON, wrong shapes, wrong values, wrong identities, wrong times, noise.
    private static Gen<byte[]> Malformed()
    {
        var noise = Gen.Byte.Array[0, 200].Select(bytes => (byte[])[0xFF, .. bytes]);
        var text = Gen.OneOf(
            Gen.String.Select(s => $$"""{"temperature":20,"x":"{{s.Replace("\"", "", StringComparison.Ordinal)}}" """),
            Gen.Double[86, 1e6].Select(value => FormattableString.Invariant($$"""{"temperature":{{value}}}""")),
            Gen.Int[-1_000_000, -1].Select(value => $$"""{"humidity":{{value}}}"""),
            Gen.Guid.Select(id => $$"""{"temperature":20,"plant_id":"{{id}}"}"""),
            Gen.Guid.Select(id => $$"""{"temperature":20,"user_id":"{{id}}"}"""),
            Gen.String[Gen.Char.AlphaNumeric, 1, 20].Select(s => $$"""{"temperature":20,"device_id":"{{s}}"}"""),
            Gen.Long[4_000_000_000, 90_000_000_000].Select(ts => $$"""{"temperature":20,"ts":{{ts}}}"""),
            Gen.String[Gen.Char.AlphaNumeric, 1, 20].Select(s => $$"""{"temperature":"{{s}}x"}"""),
            Gen.Const("{}"),
            Gen.Const("[[[[[[[["),
            Gen.Const(new string('[', 5_000)));
        return Gen.OneOf(noise, text.Select(Encoding.UTF8.GetBytes));
    }
}
