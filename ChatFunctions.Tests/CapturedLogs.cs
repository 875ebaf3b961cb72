using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Tests;

internal sealed record LogLine(string Category, LogLevel Level, string Text, Exception? Exception);

/// <summary>Collects the logs of an app.</summary>
internal sealed class CapturedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IEnumerable<LogLine> Lines => _lines;

    public IEnumerable<LogLine> Errors => _lines.Where(line => line.Level >= LogLevel.Error);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <summary>Waits for the first line that matches.</summary>
    public async Task<LogLine> WaitForAsync(Func<LogLine, bool> fits)
    {
        LogLine? found = null;
        await Eventually.IsTrueAsync(() => (found = _lines.FirstOrDefault(fits)) is not null);
        return found!;
    }

    public void Dispose()
    {
    }

    private sealed class Logger(CapturedLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logs._lines.Enqueue(new LogLine(category, logLevel, formatter(state, exception), exception));
    }
}
