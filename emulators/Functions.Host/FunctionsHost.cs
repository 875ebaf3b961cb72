using System.Net;
using Functions.Host.Http;
using Functions.Host.Settings;
using Functions.Host.SignalR;
using Functions.Host.Timers;
using Functions.Host.Worker;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Functions.Host;

/// <summary>A host that runs one app. Disposing it stops it: running invocations may end, then the worker ends.</summary>
internal sealed class FunctionsHost : IAsyncDisposable
{
    private static readonly TimeSpan CancelTimeout = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;
    private readonly FunctionsHostOptions _options;
    private readonly InvocationGate _gate;
    private readonly WorkerSupervisor _workers;
    private bool _stopped;

    private FunctionsHost(FunctionsHostOptions options)
    {
        _options = options;
        Settings = new(Path.GetDirectoryName(Path.GetFullPath(options.App))!, options.Settings);
        _app = Build(options, Settings);
        _workers = _app.Services.GetRequiredService<WorkerSupervisor>();
        _gate = _app.Services.GetRequiredService<InvocationGate>();
    }

    /// <summary>The base URL of the app's functions, without a slash at the end.</summary>
    public string Url { get; private set; } = "";

    public HostSettings Settings { get; }

    /// <summary>The functions of the current worker.</summary>
    public IReadOnlyList<WorkerFunction> Functions { get; private set; } = [];

    /// <summary>Starts the host and its worker.</summary>
    /// <exception cref="InvalidSettingException">A setting isn't valid.</exception>
    /// <exception cref="WorkerStartException">The worker didn't start.</exception>
    /// <exception cref="IOException">The port is in use.</exception>
    /// <exception cref="OperationCanceledException">The process was asked to end before the worker had started.</exception>
    public static async Task<FunctionsHost> StartAsync(FunctionsHostOptions options)
    {
        if (!File.Exists(options.App))
            throw new InvalidSettingException($"There is no {Path.GetFullPath(options.App)}: build the app first.");

        var host = new FunctionsHost(options);
        try
        {
            host.UsePipeline();
            await host._app.StartAsync();
            string[] addresses = [.. host._app.Urls];
            host.Url = addresses[1].TrimEnd('/');
            await using var stopping = host._app.Lifetime.ApplicationStopping.Register(() => _ = host._workers.StopAsync());
            await host._workers.StartAsync(new Uri(addresses[0]));
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the process is asked to end.</summary>
    public async Task WaitForShutdownAsync() =>
        await Task.Delay(Timeout.Infinite, _app.Lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public async ValueTask DisposeAsync()
    {
        if (_stopped)
            return;

        _stopped = true;
        _gate.Close();
        await DrainAsync(_options.DrainTimeout);
        if (!_gate.Drained.IsCompleted)
        {
            _workers.CancelInvocations();
            await DrainAsync(CancelTimeout);
        }

        await _workers.StopAsync();
        // Stopping lets answers be written; disposing would cut them.
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task DrainAsync(TimeSpan timeout) => await _gate.Drained.WaitAsync(timeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static WebApplication Build(FunctionsHostOptions options, HostSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.MaxRequestBodySize;
            kestrel.Listen(IPAddress.Loopback, options.DebugPort ?? 0, worker => worker.Protocols = HttpProtocols.Http2);
            if ((options.Port ?? settings.Port) is > 0 and var port)
                kestrel.ListenLocalhost(port, callers => callers.Protocols = HttpProtocols.Http1);
            else
                kestrel.Listen(IPAddress.Loopback, 0, callers => callers.Protocols = HttpProtocols.Http1);
        });
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromSeconds(1));

        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Information);
        foreach (var quiet in (string[])["Microsoft", "Grpc", "Yarp", "System"])
            builder.Logging.AddFilter(quiet, LogLevel.Warning);

        builder.Logging.AddConfiguration(settings.Logging);

        // The host itself logs why an invocation failed.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical).AddFilter("Yarp.ReverseProxy.Forwarder", LogLevel.Error);
        options.Logging?.Invoke(builder.Logging);

        builder.Services.AddCors().AddRouting().AddResponseCompression().AddHttpForwarder();
        builder.Services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize, grpc.IgnoreUnknownServices) = (null, null, true));
        builder.Services
            .AddSingleton(options).AddSingleton(options.Time).AddSingleton(settings)
            .AddSingleton<FunctionKeys>().AddSingleton<InvocationGate>().AddSingleton<HttpFunctions>()
            .AddSingleton<SignalRServices>().AddSingleton<SignalRInputs>().AddSingleton<SignalROutputs>().AddSingleton<SignalRWebhook>()
            .AddSingleton<TimerTriggers>().AddSingleton<WorkerSupervisor>();
        return builder.Build();
    }

    private void UsePipeline()
    {
        var functions = _app.Services.GetRequiredService<HttpFunctions>();
        var timers = _app.Services.GetRequiredService<TimerTriggers>();
        _workers.OnReady = worker =>
        {
            functions.Use(worker);
            timers.Use(worker);
            Functions = worker.Functions;
        };

        string[] origins = [.. Settings.CorsOrigins, .. _options.CorsOrigins];
        if (origins.Length > 0)
        {
            _app.UseCors(policy =>
            {
                policy.WithOrigins(origins).AllowAnyHeader().AllowAnyMethod();
                if (Settings.CorsCredentials || Settings.CorsOrigins.Length == 0)
                    policy.AllowCredentials();
            });
        }

        UseCustomHeaders();
        _app.Use(_gate.InvokeAsync);
        _app.UseRouting();

        // ASP.NET Core answers a wrong method with 405; the official host answers 404.
        _app.Use((http, next) =>
        {
            if (http.GetEndpoint() is not (null or RouteEndpoint))
                http.SetEndpoint(null);

            return next(http);
        });
        _app.MapGrpcService<WorkerSupervisor>();
        _app.MapPost(SignalRWebhook.Route, (RequestDelegate)_app.Services.GetRequiredService<SignalRWebhook>().HandleAsync);
        _app.MapPost(TimerTriggers.Route, (RequestDelegate)timers.HandleAsync);
        ((IEndpointRouteBuilder)_app).DataSources.Add(functions);
        _app.UseEndpoints(_ => { });
        StaticSite.Use(_app, _options.WebRoot, _gate.IsHostPath);
    }

    private void UseCustomHeaders()
    {
        if (Settings.CustomHeaders is not { Count: > 0 } headers)
            return;

        _app.Use((http, next) =>
        {
            http.Response.OnStarting(() =>
            {
                foreach (var (name, value) in headers)
                    http.Response.Headers.TryAdd(name, value);

                return Task.CompletedTask;
            });
            return next(http);
        });
    }
}
