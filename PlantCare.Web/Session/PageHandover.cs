using System.Collections.Concurrent;

namespace PlantCare.Web.Session;

/// <summary>
/// Carries what the first, static drawing of a page read over to the circuit that takes the page on, so that Api is asked once
/// and nothing flickers. Only the key travels through the browser.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class PageHandover(TimeProvider time)
{
    private const int Capacity = 32;
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Guid, Parcel> _parcels = new();

    /// <summary>Leaves data for the circuit of the same session.</summary>
    public Guid Leave(string session, object data)
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

    /// <summary>Takes it, once; null when it is not there, too old, another session's or another page's.</summary>
    public T? Take<T>(Guid key, string session)
        where T : class =>
        _parcels.TryRemove(key, out var parcel)
        && parcel.Left >= time.GetUtcNow() - Life
        && string.Equals(parcel.Session, session, StringComparison.Ordinal)
            ? parcel.Data as T
            : null;

    private sealed record Parcel(string Session, object Data, DateTimeOffset Left);
}
