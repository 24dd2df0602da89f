using PlantCare.Contracts.Data;

namespace PlantCare.Web.Overview;

/// <summary>Readings between the stream, which brings them one by one, and the page, which draws them a few times a second.</summary>
internal sealed class ReadingInbox : IDisposable
{
    /// <summary>How many may wait; a page that is further behind reads everything again, which is cheaper.</summary>
    public const int Capacity = 2_000;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _news = new(0, 1);
    private List<LatestRow> _waiting = [];
    private bool _missed;

    /// <summary>Puts a reading in.</summary>
    public void Add(LatestRow reading)
    {
        lock (_lock)
        {
            if (_waiting.Count < Capacity)
            {
                _waiting.Add(reading);
            }
            else
            {
                _waiting.Clear();
                _missed = true;
            }

            Signal();
        }
    }

    /// <summary>Says that everything has to be read again.</summary>
    public void Miss()
    {
        lock (_lock)
        {
            _missed = true;
            Signal();
        }
    }

    /// <summary>Waits until there is something.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _news.WaitAsync(cancellationToken);

    /// <summary>Takes all that waits.</summary>
    public (IReadOnlyList<LatestRow> Readings, bool Missed) Take()
    {
        lock (_lock)
        {
            var taken = (_waiting, _missed);
            _waiting = [];
            _missed = false;
            return taken;
        }
    }

    public void Dispose() => _news.Dispose();

    private void Signal()
    {
        if (_news.CurrentCount == 0)
        {
            _news.Release();
        }
    }
}
