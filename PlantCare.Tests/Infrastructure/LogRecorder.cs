using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PlantCare.Tests.Infrastructure;

/// <summary>Records what is logged at warning and above, so that a test can say that nothing unexpected went wrong.</summary>
public sealed class LogRecorder : ILoggerProvider
{
    private readonly ConcurrentQueue<LogEntry> _entries = new();

    public IReadOnlyCollection<LogEntry> Entries => _entries;

    public ILogger CreateLogger(string categoryName) => new Recorder(categoryName, _entries);

    /// <summary>Fails when an error was logged that <paramref name="expected"/> does not cover.</summary>
    public void AssertNoErrors(Func<LogEntry, bool>? expected = null)
    {
        var errors = _entries.Where(entry => entry.Level >= LogLevel.Error && expected?.Invoke(entry) != true).ToList();
        Assert.True(errors.Count == 0, "Errors were logged that nobody expected:\n" + string.Join('\n', errors));
    }

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Recorder(string category, ConcurrentQueue<LogEntry> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                entries.Enqueue(new LogEntry(logLevel, category, formatter(state, exception), exception));
            }
        }
    }
}

public sealed record LogEntry(LogLevel Level, string Category, string Message, Exception? Exception);
