using System.Threading.Channels;

namespace PlantCare.Api.Workers;

/// <summary>Calls a <see cref="CalledWorker"/>, so that nobody waits for its next round. Calls that come while one waits are one.</summary>
internal class WorkCall
{
    private readonly Channel<bool> _calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>There is something to do.</summary>
    public void Wake() => _calls.Writer.TryWrite(true);

    /// <summary>Waits for a call.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _calls.Reader.ReadAsync(cancellationToken);
}
