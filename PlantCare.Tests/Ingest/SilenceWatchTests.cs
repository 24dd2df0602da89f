using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Contracts.Json;
using PlantCare.Contracts.Mqtt;
using PlantCare.Domain.Care;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Alerts.Silence;
using PlantCare.Ingest.Devices;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Care;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Ingest;

/// <summary>Ingest as it runs: a device falls silent, the broker repeats what it had kept of it, and the device speaks again.</summary>
public sealed class SilenceWatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Device_that_is_silent_is_warned_of_until_it_speaks_and_not_only_its_broker()
    {
        var time = new HastyTime { Speed = 10 };
        await using var host = await IngestHost.StartAsync(services => services.AddSingleton<TimeProvider>(time));
        var longAgo = time.GetUtcNow().AddHours(-2);
        await host.ChangeAsync(async database =>
        {
            var device = await database.Devices.SingleAsync(Cancellation);
            (device.LastSeen, device.IntervalSeconds, device.Online) = (longAgo, 60, true);
        });

        // Another worker has listened since yesterday, and stops now.
        await Until.TrueAsync(() => TakeOverAsync(host, new SilenceTurn(Guid.CreateVersion7(), time.GetUtcNow(), time.GetUtcNow(), longAgo.AddDays(-1))), Cancellation);

        await Until.TrueAsync(async () => (await AlertAsync(host))?.State == AlertState.Open, Cancellation);
        var kept = new IncomingMessage(
            IngestHost.DeviceName, Topics.Status(IngestHost.DeviceName), "offline"u8.ToArray(), time.GetUtcNow(), IsReplay: true);
        await host.Services.GetRequiredService<IDeviceMessages>().HandleAsync(kept, Cancellation);
        await Until.TrueAsync(async () => (await DeviceAsync(host)).Online == false, Cancellation);
        Assert.Equal(longAgo, (await DeviceAsync(host)).LastSeen!.Value, TimeSpan.FromMilliseconds(1));
        Assert.Equal(AlertState.Open, (await AlertAsync(host))!.State);

        await host.SubmitAsync("""{"temperature":21}""");
        await Until.TrueAsync(async () => (await AlertAsync(host))!.State == AlertState.Resolved, Cancellation);
        Assert.True((await DeviceAsync(host)).LastSeen > longAgo.AddHours(1));
    }

    private static Task<bool> TakeOverAsync(IngestHost host, SilenceTurn turn) => host.Services.GetRequiredService<SystemWork>().RunAsync(async database =>
        await database.SystemSettings.Where(setting => setting.Key == SilenceTurn.Key).ExecuteUpdateAsync(
            setting => setting.SetProperty(s => s.Value, JsonSerializer.Serialize(turn, PlantCareJson.Options)), Cancellation) == 1);

    private static Task<Alert?> AlertAsync(IngestHost host) =>
        host.Services.GetRequiredService<SystemWork>().RunAsync(database => database.Alerts.AsNoTracking().SingleOrDefaultAsync(Cancellation));

    private static Task<Device> DeviceAsync(IngestHost host) =>
        host.Services.GetRequiredService<SystemWork>().RunAsync(database => database.Devices.AsNoTracking().SingleAsync(Cancellation));
}
