using System.Threading.Channels;

namespace PlantCare.Api.Broker;

/// <summary>
/// Devices that changed and wait for their turn, each once. While there is no connection nobody waits: the comparison that follows the next
/// one makes up for everything.
/// </summary>
internal sealed class PendingDevices
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _isOpen;

    /// <summary>From now on devices are taken.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _isOpen = true;
        }
    }

    /// <summary>No devices any more; whoever waits need not.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isOpen = false;
            foreach (var waiting in _waiting.Values)
            {
                waiting.TrySetResult();
            }

            _waiting.Clear();
        }
    }

    /// <summary>Adds a device.</summary>
    /// <returns>Completes when its turn is over.</returns>
    public Task Add(string deviceId)
    {
        lock (_lock)
        {
            if (!_isOpen)
            {
                return Task.CompletedTask;
            }

            if (!_waiting.TryGetValue(deviceId, out var waiting))
            {
                waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add(deviceId, waiting);
                _signal.Writer.TryWrite(true);
            }

            return waiting.Task;
        }
    }

    /// <summary>Waits until there are any, and takes some.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, TaskCompletionSource>>> TakeAsync(int max, CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_lock)
            {
                var taken = _waiting.Take(max).ToList();
                taken.ForEach(pair => _waiting.Remove(pair.Key));
                if (taken.Count > 0)
                {
                    return taken;
                }
            }

            await _signal.Reader.ReadAsync(cancellationToken);
        }
    }
}
