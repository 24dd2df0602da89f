using System.Net;

namespace PlantCare.ServiceDefaults.Http;

/// <summary>How many connections each address has now, so that none takes all there are. An address without any takes no memory.</summary>
/// <param name="maxPerAddress">The most that one may have.</param>
public sealed class ConnectionCounts(int maxPerAddress)
{
    private readonly Dictionary<IPAddress, int> _counts = [];
    private readonly Lock _lock = new();

    /// <summary>Counts a connection; false when its address has its share already.</summary>
    /// <param name="block">From <see cref="AddressBlock"/>.</param>
    public bool TryEnter(IPAddress block)
    {
        lock (_lock)
        {
            var count = _counts.GetValueOrDefault(block);
            if (count >= maxPerAddress)
            {
                return false;
            }

            _counts[block] = count + 1;
            return true;
        }
    }

    /// <summary>A connection that was counted has ended.</summary>
    public void Leave(IPAddress block)
    {
        lock (_lock)
        {
            if (--_counts[block] == 0)
            {
                _counts.Remove(block);
            }
        }
    }
}
