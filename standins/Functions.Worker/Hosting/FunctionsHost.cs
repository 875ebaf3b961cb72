using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Indexing;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Azure.Functions.Worker.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>Makes a built application answer for its functions.</summary>
internal sealed class FunctionsHost(WebApplication app, FunctionsHostOptions options, InvocationPipeline pipeline)
{
    private readonly StartupProblems _problems = new();
    private readonly JsonSerializerOptions _json = app.Services.GetRequiredService<IOptions<JsonSerializerOptions>>().Value;
    private readonly ILoggerFactory _loggers = app.Services.GetRequiredService<ILoggerFactory>();
    private readonly OutputDispatcher _outputs = app.Services.GetRequiredService<OutputDispatcher>();
    private readonly FunctionKeys _keys = new(app.Configuration);
    private readonly string _routePrefix = HostJson.RoutePrefix(app.Configuration);

    /// <exception cref="InvalidOperationException">A function can't work; the message lists all that can't.</exception>
    public void Configure()
    {
        var functions = Index();
        Endpoint[] endpoints = [.. HttpEndpoints(functions), .. WebhookEndpoint(functions)];
        _problems.ThrowIfAny();

        ListenOn();
        RequestPipeline.Use(app, endpoints, options.Local, _routePrefix);
        app.Lifetime.ApplicationStarted.Register(() => StartupListing.Log(_loggers, functions, _routePrefix, app.Urls, _keys));
    }

    private FunctionDescriptor[] Index()
    {
        var signalR = app.Services.GetRequiredService<SignalRBindings>();
        var triggers = new TriggerReader(app.Services.GetRequiredService<SettingReferences>());
        var indexer = new FunctionIndexer(triggers, new ArgumentBinderSelector(signalR, _json), new OutputReader(signalR), _problems);
        return indexer.Index(options.FunctionTypes);
    }

    private IEnumerable<Endpoint> HttpEndpoints(FunctionDescriptor[] functions)
    {
        var routes = new RouteTable(_routePrefix, app.Services.GetRequiredService<ParameterPolicyFactory>(), _problems);
        foreach (var function in functions)
        {
            if (function.Trigger is not HttpTrigger trigger)
                continue;

            if (!options.HasHttpIntegration)
                _problems.Add(function.Name, "HTTP functions need builder.ConfigureFunctionsWebApplication() in Program.cs.");

            routes.Add(function, trigger);
        }

        return routes.Endpoints((function, trigger) =>
            new HttpFunctionHandler(function, trigger.Level, Runner(function), _keys, _outputs).HandleAsync);
    }

    private IEnumerable<Endpoint> WebhookEndpoint(FunctionDescriptor[] functions)
    {
        var listeners = new SignalRListeners(app.Services.GetRequiredService<SignalRConnections>(), _problems);
        foreach (var function in functions)
        {
            if (function.Trigger is SignalRTrigger trigger)
                listeners.Add(function, trigger, connection => new(function, trigger, connection, Runner(function), _outputs, _json, _loggers));
        }

        if (listeners.Functions.Count == 0)
            return [];

        var webhook = new SignalRWebhook(listeners.Functions, _keys, _loggers);
        var route = RoutePatternFactory.Parse(SignalRWebhook.Route);
        return [new RouteEndpoint(webhook.HandleAsync, route, order: -1, new(new HttpMethodMetadata([HttpMethods.Post])), null)];
    }

    private FunctionRunner Runner(FunctionDescriptor function) => new(function, pipeline, _loggers);

    private void ListenOn()
    {
        var urls = app.Configuration["urls"] ?? $"http://localhost:{options.Local.HttpPort ?? FunctionsHostOptions.DefaultHttpPort}";
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            app.Urls.Add(url);
    }
}
