using System.Security.Cryptography;

namespace PlantCare.Storage.Relational.PostgreSql;

/// <summary>Waits longer after every failure, never quite as long as another process that failed at the same moment.</summary>
internal sealed class Backoff(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private TimeSpan _next = First;

    /// <summary>True until the first failure, and again after a success.</summary>
    public bool IsFresh => _next == First;

    public void Reset() => _next = First;

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        var wait = _next * (0.5 + (RandomNumberGenerator.GetInt32(500) / 1000.0));
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return Task.Delay(wait, time, cancellationToken);
    }
}
