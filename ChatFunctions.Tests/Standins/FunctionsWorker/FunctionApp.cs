using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Tests.Standins.FunctionsWorker;

/// <summary>A small function app on a free port, made of the classes that a test names.</summary>
internal sealed class FunctionApp : IAsyncDisposable
{
    private readonly ScriptRootFolder _ownRoot;
    private readonly IHost _host;

    private FunctionApp(IHost host, ScriptRootFolder ownRoot, CapturedLogs logs)
    {
        (_host, _ownRoot, Logs) = (host, ownRoot, logs);
        Url = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = new HttpClient { BaseAddress = Url };
    }

    public Uri Url { get; }

    public HttpClient Client { get; }

    public CapturedLogs Logs { get; }

    public IServiceProvider Services => _host.Services;

    /// <param name="configure">Adds services and middleware; the HTTP integration is there already.</param>
    /// <param name="root">The folder of host.json; an empty one if none is given.</param>
    /// <param name="settings">Settings as on the command line, each <c>name=value</c>.</param>
    /// <typeparam name="TFunctions">The class whose methods are the functions.</typeparam>
    public static Task<FunctionApp> StartAsync<TFunctions>(
        Action<FunctionsApplicationBuilder>? configure = null, ScriptRootFolder? root = null, params string[] settings) =>
        StartAsync([typeof(TFunctions)], configure, root, settings);

    public static async Task<FunctionApp> StartAsync(
        Type[] functions, Action<FunctionsApplicationBuilder>? configure = null, ScriptRootFolder? root = null, params string[] settings)
    {
        var ownRoot = new ScriptRootFolder();
        var logs = new CapturedLogs();
        var builder = CreateBuilder(functions, root ?? ownRoot, ["urls=http://127.0.0.1:0", .. settings]);
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Debug);
        builder.ConfigureFunctionsWebApplication();
        configure?.Invoke(builder);
        var host = builder.Build();
        await host.StartAsync();
        return new FunctionApp(host, ownRoot, logs);
    }

    /// <summary>What the host says of an app that it won't start.</summary>
    public static string WhyNot(Type[] functions, Action<FunctionsApplicationBuilder>? configure = null, params string[] settings)
    {
        using var root = new ScriptRootFolder();
        var builder = CreateBuilder(functions, root, settings);
        builder.Logging.ClearProviders();
        builder.ConfigureFunctionsWebApplication();
        configure?.Invoke(builder);
        return Assert.Throws<InvalidOperationException>(() => builder.Build().Dispose()).Message;
    }

    public static FunctionsApplicationBuilder CreateBuilder(Type[] functions, ScriptRootFolder root, params string[] settings)
    {
        var builder = FunctionsApplication.CreateBuilder([$"--AzureWebJobsScriptRoot={root.Path}", .. settings.Select(setting => $"--{setting}")]);
        builder.FunctionTypes = functions;
        return builder;
    }

    /// <param name="cancellationToken">Fires when the host must stop at once.</param>
    public Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        _host.Dispose();
        Logs.Dispose();
        _ownRoot.Dispose();
    }
}
