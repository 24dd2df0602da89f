using System.Collections.Immutable;

namespace PlantCare.Api.Accounts.Guessing;

/// <summary>
/// Lets one attempt at a time at each account: of many at once, each would be judged before any was counted. Accounts share turns by chance,
/// which costs them the time of a hash.
/// </summary>
internal sealed class SignInTurns : IDisposable
{
    private const int Turns = 256;

    private readonly ImmutableArray<SemaphoreSlim> _turns = [.. Enumerable.Range(0, Turns).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Waits for the turn.</summary>
    /// <returns>Ends it.</returns>
    public async Task<IDisposable> TakeAsync(string name, CancellationToken cancellationToken)
    {
        var turn = _turns[(int)((uint)name.ToUpperInvariant().GetHashCode(StringComparison.Ordinal) % Turns)];
        await turn.WaitAsync(cancellationToken);
        return new Turn(turn);
    }

    public void Dispose()
    {
        foreach (var turn in _turns)
        {
            turn.Dispose();
        }
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
