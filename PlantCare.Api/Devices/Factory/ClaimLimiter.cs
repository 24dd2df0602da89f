namespace PlantCare.Api.Devices.Factory;

/// <summary>
/// Limits guessing of the codes on labels: so many wrong ones an hour from one account, and from all together, because accounts can be had. A right
/// one counts for nothing.
/// </summary>
internal sealed class ClaimLimiter(TimeProvider time)
{
    /// <summary>Wrong codes of an account in an hour.</summary>
    public const int MaxOfAccount = 10;

    /// <summary>Wrong codes of everybody in an hour.</summary>
    public const int MaxOfAll = 1_000;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, int> _wrong = [];
    private DateTimeOffset _began = time.GetUtcNow();
    private int _all;

    /// <summary>How long an account must wait before it may try; null when it may.</summary>
    public TimeSpan? WaitOf(Guid accountId)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now - _began >= Hour)
            {
                (_began, _all) = (now, 0);
                _wrong.Clear();
            }

            return _wrong.GetValueOrDefault(accountId) >= MaxOfAccount || _all >= MaxOfAll ? _began + Hour - now : null;
        }
    }

    /// <summary>An account tried a code that is none.</summary>
    public void WasWrong(Guid accountId)
    {
        lock (_lock)
        {
            _all++;
            _wrong[accountId] = _wrong.GetValueOrDefault(accountId) + 1;
        }
    }
}
