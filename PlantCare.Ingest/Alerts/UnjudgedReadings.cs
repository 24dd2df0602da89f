using System.Threading.Channels;
using PlantCare.Domain.Readings;

namespace PlantCare.Ingest.Alerts;

/// <summary>
/// Readings that wait to be judged: the newest few that each device has sent of each plant. However fast they come, what waits is bounded by
/// the number of devices, and what is left out is what is known better by now.
/// </summary>
internal sealed class UnjudgedReadings
{
    private const int MostOfADevice = 8;

    private readonly Lock _lock = new();
    private readonly Channel<bool> _any = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Dictionary<(Guid PlantId, string DeviceId), Queue<Reading>> _waiting = [];

    public void Add(IReadOnlyList<Reading> readings)
    {
        if (readings.Count == 0)
        {
            return;
        }

        lock (_lock)
        {
            for (var i = 0; i < readings.Count; i++)
            {
                Add(readings[i]);
            }
        }

        _any.Writer.TryWrite(true);
    }

    /// <summary>Waits until there is something to judge.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _any.Reader.ReadAsync(cancellationToken);

    /// <summary>Takes all, in no order.</summary>
    public List<Reading> Take()
    {
        Dictionary<(Guid, string), Queue<Reading>> taken;
        lock (_lock)
        {
            (taken, _waiting) = (_waiting, []);
        }

        return [.. taken.Values.SelectMany(readings => readings)];
    }

    private void Add(Reading reading)
    {
        var key = (reading.Plant.Id, reading.DeviceId);
        if (!_waiting.TryGetValue(key, out var ofDevice))
        {
            _waiting[key] = ofDevice = new Queue<Reading>(MostOfADevice);
        }
        else if (ofDevice.Count == MostOfADevice)
        {
            ofDevice.Dequeue();
        }

        ofDevice.Enqueue(reading);
    }
}
