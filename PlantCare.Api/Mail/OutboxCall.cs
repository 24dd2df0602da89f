using System.Threading.Channels;

namespace PlantCare.Api.Mail;

/// <summary>Calls the worker when a letter is put in, so that nobody waits for its next round.</summary>
internal sealed class OutboxCall
{
    private readonly Channel<bool> _calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>There is a letter.</summary>
    public void Wake() => _calls.Writer.TryWrite(true);

    /// <summary>Waits for a call.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _calls.Reader.ReadAsync(cancellationToken);
}
