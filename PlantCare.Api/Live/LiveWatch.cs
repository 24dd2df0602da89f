using System.Security.Claims;
using System.Threading.Channels;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.Domain.Live;

namespace PlantCare.Api.Live;

/// <summary>
/// What one caller watches: the feeds of all whose plants the caller sees, of which nothing passes but what is about those plants. It looks
/// again every few seconds whether they still are, and ends when the caller would not be let in any more.
/// </summary>
internal sealed partial class LiveWatch : IAsyncDisposable
{
    /// <summary>Little: what does not fit waits in the feeds, which count what they cannot keep.</summary>
    private const int Capacity = 16;

    private readonly Channel<LiveEvent> _events = Channel.CreateBounded<LiveEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly Channel<TaskCompletionSource> _asked = Channel.CreateBounded<TaskCompletionSource>(Capacity);
    private readonly Dictionary<Guid, (ILiveSubscription Subscription, Task Pumping)> _feeds = [];
    private readonly CancellationTokenSource _ending = new();
    private readonly ClaimsPrincipal _caller;
    private readonly Guid? _plantId;
    private readonly ILiveFeed _feed;
    private readonly ILiveSource _source;
    private readonly PlantAccess _access;
    private readonly CallerPresence _presence;
    private readonly ILogger<LiveWatch> _logger;
    private Dictionary<Guid, Guid> _shared = [];
    private Task _checking = Task.CompletedTask;

    private LiveWatch(ClaimsPrincipal caller, Guid? plantId, IServiceProvider services)
    {
        (_caller, _plantId) = (caller, plantId);
        _feed = services.GetRequiredService<ILiveFeed>();
        _source = services.GetRequiredService<ILiveSource>();
        _access = services.GetRequiredService<PlantAccess>();
        _presence = services.GetRequiredService<CallerPresence>();
        _logger = services.GetRequiredService<ILogger<LiveWatch>>();
    }

    /// <summary>What happens to the plants from now on. Ends by itself when the caller may see none of what was asked for any more.</summary>
    public ChannelReader<LiveEvent> Events => _events.Reader;

    /// <param name="caller">Who watches.</param>
    /// <param name="plantId">Only that plant, which the caller sees; null for all.</param>
    /// <param name="services">Where the feed is, and who knows what callers may see.</param>
    /// <param name="every">How often to look again.</param>
    /// <param name="time">Tells when.</param>
    public static async Task<LiveWatch> StartAsync(ClaimsPrincipal caller, Guid? plantId, IServiceProvider services, TimeSpan every, TimeProvider time)
    {
        var watch = new LiveWatch(caller, plantId, services);
        try
        {
            if (await watch.LookAsync())
            {
                watch._checking = watch.CheckAsync(every, time);
            }
            else
            {
                watch._events.Writer.TryComplete();
            }

            return watch;
        }
        catch
        {
            await watch.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _checking;
        foreach (var (subscription, pumping) in _feeds.Values)
        {
            subscription.Dispose();
            await pumping;
        }

        _events.Writer.TryComplete();
        _ending.Dispose();
    }

    private async Task CheckAsync(TimeSpan every, TimeProvider time)
    {
        try
        {
            while (true)
            {
                var asked = await WaitAsync(every, time);
                if (!await TryLookAsync())
                {
                    _events.Writer.TryComplete();
                    return;
                }

                asked?.TrySetResult();
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody watches any more.
        }
    }

    /// <returns>Who waits for the look; null when it is only due.</returns>
    private async Task<TaskCompletionSource?> WaitAsync(TimeSpan every, TimeProvider time)
    {
        using var due = new CancellationTokenSource(every, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token, due.Token);
        try
        {
            return await _asked.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!_ending.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<bool> TryLookAsync()
    {
        try
        {
            return await LookAsync();
        }
        catch (Exception exception) when (!_ending.IsCancellationRequested)
        {
            // While the database is away nobody can take anything back either. The next look tells.
            Log.NotLooked(_logger, exception);
            return true;
        }
    }

    /// <returns>False when there is nothing to watch any more.</returns>
    private async Task<bool> LookAsync()
    {
        // step 1: who and what may still be seen
        if (!await _presence.IsStillLetInAsync(_caller, _ending.Token))
        {
            return false;
        }

        var callerId = _caller.GetUserId();
        var shared = await _access.SharedPlantsAsync(callerId, _ending.Token);
        var owners = shared.Where(pair => _plantId is null || pair.Key == _plantId).Select(pair => pair.Value).ToHashSet();
        if (_plantId is not { } plant || !shared.ContainsKey(plant))
        {
            if (_plantId is { } own && (await _access.ToPlantAsync(callerId, own, _ending.Token))?.OwnerId != callerId)
            {
                return false;
            }

        }

        // The caller's own feed also tells when to look again.
        owners.Add(callerId);

        // step 2: nothing of what may not; a feed that is not needed ends
        Volatile.Write(ref _shared, shared);
        foreach (var gone in _feeds.Keys.Where(owner => !owners.Contains(owner)).ToList())
        {
            _feeds.Remove(gone, out var feed);
            feed.Subscription.Dispose();
        }

        // step 3: all of what may
        var added = owners.Where(owner => !_feeds.ContainsKey(owner)).ToList();
        foreach (var owner in added)
        {
            var subscription = _feed.Subscribe(owner);
            _feeds[owner] = (subscription, PumpAsync(subscription, _ending.Token));
        }

        await Task.WhenAll(added.Select(owner => _source.HeardAsync(owner, _ending.Token)));

        return true;
    }

    private async Task PumpAsync(ILiveSubscription subscription, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var liveEvent in subscription.ReadAllAsync(cancellationToken))
            {
                var shown = liveEvent;
                if (liveEvent is AccessChanged)
                {
                    // What is shown until now may be what may be seen no longer, and the other way round.
                    await LookSoonAsync(cancellationToken);
                    shown = new EventsMissed(liveEvent.UserId, 1);
                }

                if (IsMeant(shown))
                {
                    await _events.Writer.WriteAsync(shown, cancellationToken);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            // Nobody watches any more.
        }
    }

    private async Task LookSoonAsync(CancellationToken cancellationToken)
    {
        var looked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _asked.Writer.WriteAsync(looked, cancellationToken);
        await looked.Task.WaitAsync(cancellationToken);
    }

    // Judged as it passes, so that nothing comes through that waited while a share was taken back.
    private bool IsMeant(LiveEvent liveEvent)
    {
        if (liveEvent is EventsMissed)
        {
            return true;
        }

        var isVisible = liveEvent.UserId == _caller.GetUserId()
            || Volatile.Read(ref _shared).TryGetValue(liveEvent.PlantId, out var owner) && owner == liveEvent.UserId;
        return isVisible && (_plantId is null || liveEvent.PlantId == _plantId);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "A live feed could not look whether its watcher may still see what it shows")]
        public static partial void NotLooked(ILogger logger, Exception exception);
    }
}
