using System.Collections.Concurrent;
using System.Reflection;
using Functions.Host;
using Microsoft.Extensions.Logging;

namespace Emulators.Tests.FunctionsHost;

/// <summary>The host with the test app as its worker process, and a fake of the SignalR service.</summary>
internal sealed class TestHost : IAsyncDisposable, ILoggerProvider
{
    private readonly ConcurrentQueue<string> _logs = new();

    private TestHost(FakeSignalR signalR) => SignalR = signalR;

    /// <summary>The test app's assembly.</summary>
    public static string App { get; } = typeof(TestHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "TestApp").Value!;

    public FakeSignalR SignalR { get; }

    public global::Functions.Host.FunctionsHost Host { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    /// <summary>The host's log lines, as "level category: message", or "level category [event]: message" for events of the worker.</summary>
    public IReadOnlyCollection<string> Logs => _logs;

    public static async Task<TestHost> StartAsync(Func<FunctionsHostOptions, FunctionsHostOptions>? configure = null, params (string Name, string Value)[] settings)
    {
        var test = new TestHost(await FakeSignalR.StartAsync());
        var values = new Dictionary<string, string> { ["AzureSignalRConnectionString"] = test.SignalR.ConnectionString };
        foreach (var (name, value) in settings)
            values[name] = value;

        var options = new FunctionsHostOptions
        {
            App = App,
            Port = 0,
            CorsOrigins = ["https://shop.example"],
            Settings = values,
            Logging = logging => logging.ClearProviders().AddProvider(test).AddFilter("Yarp.ReverseProxy.Forwarder", LogLevel.Debug),
        };
        test.Host = await global::Functions.Host.FunctionsHost.StartAsync(configure?.Invoke(options) ?? options);
        test.Http = new HttpClient { BaseAddress = new Uri(test.Host.Url) };
        return test;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
        await SignalR.DisposeAsync();
    }

    void IDisposable.Dispose()
    {
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName) => new Logger(categoryName, _logs);

    private sealed class Logger(string category, ConcurrentQueue<string> logs) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logs.Enqueue($"{logLevel} {category}{(category.StartsWith("Host.", StringComparison.Ordinal) ? "" : $" [{eventId.Id} {eventId.Name}]")}: {formatter(state, exception)}");
    }
}

/// <summary>The host that all tests with default settings share.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    internal TestHost Test { get; private set; } = null!;

    public async Task InitializeAsync() => Test = await TestHost.StartAsync();

    public async Task DisposeAsync() => await Test.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class SharedHostTests : ICollectionFixture<SharedHost>
{
    public const string Name = "A shared Functions host";
}
