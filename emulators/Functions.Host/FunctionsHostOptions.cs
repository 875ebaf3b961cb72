using System.Diagnostics;
using Azure.Core;
using Functions.Host.Worker;

namespace Functions.Host;

/// <summary>The options of a host, including parts that tests replace.</summary>
internal sealed record FunctionsHostOptions
{
    /// <summary>The app's assembly. host.json and local.settings.json are read from its folder.</summary>
    public required string App { get; init; }

    /// <summary>The port on localhost; 0 takes a free one. Default: <c>Host.LocalHttpPort</c> of local.settings.json, or 7071.</summary>
    public int? Port { get; init; }

    /// <summary>The port on which the host waits for a worker that a debugger starts. Default: it starts the worker itself.</summary>
    public int? DebugPort { get; init; }

    /// <summary>The folder of a built web client to serve at <c>/</c>.</summary>
    public string? WebRoot { get; init; }

    /// <summary>Origins whose pages may call with credentials, in addition to <c>Host.CORS</c> of local.settings.json.</summary>
    public string[] CorsOrigins { get; init; } = [];

    /// <summary>Settings that override local.settings.json and the environment, for the host and the worker.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Runs a worker until it ends; the token kills it. Default: the app as a process.</summary>
    public Func<ProcessStartInfo, CancellationToken, Task> RunWorker { get; init; } = WorkerProcess.RunAsync;

    /// <summary>The identity for connections without an access key. Default: from the settings.</summary>
    public TokenCredential? Credential { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>The time that running invocations have to end when the host stops.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
