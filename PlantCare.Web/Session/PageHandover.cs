using System.Collections.Concurrent;

namespace PlantCare.Web.Overview;

/// <summary>
/// Carries what the first, static drawing of the overview read over to the circuit that takes the page on, so that Api is asked once
/// and nothing flickers. Only the key travels through the browser.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class OverviewHandover(TimeProvider time)
{
    private const int Capacity = 32;
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Guid, Parcel> _parcels = new();

    /// <summary>Leaves data for the circuit of the same session.</summary>
    public Guid Leave(string session, OverviewData data)
    {
        var now = time.GetUtcNow();
        foreach (var (old, parcel) in _parcels)
        {
            if (parcel.Left < now - Life || _parcels.Count >= Capacity)
            {
                _parcels.TryRemove(old, out _);
            }
        }

        var key = Guid.CreateVersion7();
        _parcels[key] = new Parcel(session, data, now);
        return key;
    }

    /// <summary>Takes it, once; null when it is not there, too old or another session's.</summary>
    public OverviewData? Take(Guid key, string session) =>
        _parcels.TryRemove(key, out var parcel)
        && parcel.Left >= time.GetUtcNow() - Life
        && string.Equals(parcel.Session, session, StringComparison.Ordinal)
            ? parcel.Data
            : null;

    private sealed record Parcel(string Session, OverviewData Data, DateTimeOffset Left);
}
