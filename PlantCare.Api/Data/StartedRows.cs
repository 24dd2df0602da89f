using PlantCare.Domain.Readings;

namespace PlantCare.Api.Data;

/// <summary>An answer that was broken off half-way.</summary>
/// <param name="reason">Why.</param>
internal sealed class TransferBrokenException(Exception reason) : Exception("The answer was broken off half-way.", reason);

/// <summary>
/// Values on their way from the store to an answer. The first one is read before anything is written, so that a store that cannot answer
/// makes a problem; one that fails half-way breaks the transfer off, because what is out cannot be taken back and must not look complete.
/// </summary>
internal sealed partial class StartedRows : IAsyncDisposable
{
    private readonly IAsyncEnumerator<StoredValue> _values;
    private readonly HttpContext _http;
    private readonly ILogger _logger;
    private bool _isAhead = true;
    private bool _hasValue;

    private StartedRows(IAsyncEnumerator<StoredValue> values, HttpContext http, ILogger logger) =>
        (_values, _http, _logger) = (values, http, logger);

    /// <exception cref="ReadingStoreException">The store cannot answer.</exception>
    public static async Task<StartedRows> StartAsync(IAsyncEnumerable<StoredValue> values, HttpContext http, ILogger<StartedRows> logger)
    {
        var started = new StartedRows(values.GetAsyncEnumerator(http.RequestAborted), http, logger);
        try
        {
            started._hasValue = await started._values.MoveNextAsync();
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>The next value; null after the last.</summary>
    /// <exception cref="TransferBrokenException">The store went away half-way; the transfer has been broken off, and the log says so.</exception>
    public async ValueTask<StoredValue?> NextAsync()
    {
        if (!_isAhead)
        {
            try
            {
                _hasValue = await _values.MoveNextAsync();
            }
            catch (ReadingStoreException exception) when (exception.MayPass)
            {
                Log.BrokenOff(_logger, exception.Message);
                _http.Abort();
                throw new TransferBrokenException(exception);
            }
            catch
            {
                _http.Abort();
                throw;
            }
        }

        _isAhead = false;
        return _hasValue ? _values.Current : null;
    }

    public ValueTask DisposeAsync() => _values.DisposeAsync();

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "An answer was broken off half-way: {Reason}")]
        public static partial void BrokenOff(ILogger logger, string reason);
    }
}
