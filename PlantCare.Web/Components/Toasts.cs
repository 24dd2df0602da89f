namespace PlantCare.Web.Components;

/// <summary>
/// Says for a moment, at the foot of the page, that something was done. One for each open page; what is said survives going on to the next page.
/// </summary>
/// <param name="time">Tells when the moment is over.</param>
internal sealed class Toasts(TimeProvider time) : IDisposable
{
    /// <summary>The most at a time; the oldest makes room.</summary>
    public const int Most = 3;

    /// <summary>How long each stays.</summary>
    public static readonly TimeSpan Stay = TimeSpan.FromSeconds(6);

    private readonly CancellationTokenSource _over = new();
    private readonly List<Toast> _shown = [];

    /// <summary>Others are shown now. On whichever thread.</summary>
    public event EventHandler? Changed;

    /// <summary>What is shown, the oldest first.</summary>
    public IReadOnlyList<Toast> Shown
    {
        get
        {
            lock (_shown)
            {
                return [.. _shown];
            }
        }
    }

    /// <summary>Shows it. What is shown already stays a while longer.</summary>
    /// <param name="text">What was done, in the person's language.</param>
    public void Say(string text)
    {
        var toast = new Toast(text);
        lock (_shown)
        {
            _shown.RemoveAll(shown => shown.Text == text);
            _shown.Add(toast);
            _shown.RemoveRange(0, Math.Max(0, _shown.Count - Most));
        }

        Changed?.Invoke(this, EventArgs.Empty);
        _ = TakeLaterAsync(toast);
    }

    /// <summary>Takes it away.</summary>
    public void Take(Toast toast)
    {
        bool wasShown;
        lock (_shown)
        {
            wasShown = _shown.Remove(toast);
        }

        if (wasShown)
        {
            Changed?.Invoke(this, EventArgs.Empty);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _over.Cancel();
        _over.Dispose();
    }

    private async Task TakeLaterAsync(Toast toast)
    {
        await Task.Delay(Stay, time, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_over.IsCancellationRequested)
        {
            Take(toast);
        }
    }
}

/// <summary>Something that was done. Two that say the same are two.</summary>
/// <param name="text">What it says.</param>
internal sealed class Toast(string text)
{
    /// <summary>What it says.</summary>
    public string Text => text;
}
