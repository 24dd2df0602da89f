using System.Collections.Concurrent;
using PlantCare.Contracts.Alerts;
using PlantCare.Contracts.Client;
using PlantCare.Domain.Care;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.EndToEnd.Distributed;

/// <summary>Somebody who watches <c>GET /live</c>.</summary>
internal sealed class LiveWatcher : IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly Task _watching;

    private LiveWatcher(PlantCareClient client, Guid? plantId) => _watching = WatchAsync(client, plantId);

    public ConcurrentQueue<LiveMessage> Heard { get; } = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Watches, and is heard from now on.</summary>
    public static async Task<LiveWatcher> StartAsync(PlantCareClient client, Guid? plantId = null)
    {
        var watcher = new LiveWatcher(client, plantId);
        await Until.TrueAsync(() => Task.FromResult(!watcher.Heard.IsEmpty), Cancellation);
        return watcher;
    }

    /// <summary>Waits for a reading of that temperature.</summary>
    public Task ReadingAsync(double temperature) => Until.TrueAsync(() => Task.FromResult(Temperatures.Contains(temperature)), Cancellation);

    /// <summary>Waits for being told that something was missed.</summary>
    public Task MissedAsync(int times = 1) =>
        Until.TrueAsync(() => Task.FromResult(Heard.Count(message => message.Event == LiveMessage.MissedEvent) >= times), Cancellation);

    public IEnumerable<double> Temperatures => Heard.Where(message => message.Reading is not null).Select(message => message.Reading!.Metrics["temperature"].Number);

    /// <summary>The alerts, as they were told.</summary>
    public IEnumerable<AlertResponse> Alerts => Heard.Select(message => message.Alert).OfType<AlertResponse>();

    /// <summary>Waits for an alert in that state.</summary>
    public Task AlertAsync(AlertState state) => Until.TrueAsync(() => Task.FromResult(Alerts.Any(alert => alert.State == state)), Cancellation);

    /// <summary>Waits until Api ends the stream.</summary>
    public Task EndedAsync() => Until.TrueAsync(() => Task.FromResult(_watching.IsCompletedSuccessfully), Cancellation);

    /// <summary>Whether it still runs.</summary>
    public bool IsWatching => !_watching.IsCompleted;

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _leaving.Dispose();
    }

    private async Task WatchAsync(PlantCareClient client, Guid? plantId)
    {
        await foreach (var message in client.Data.WatchAsync(plantId, _leaving.Token))
        {
            Heard.Enqueue(message);
        }
    }
}
