using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Indexing;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>Makes a built application answer for its functions.</summary>
internal sealed class FunctionsHost(WebApplication app, FunctionsHostOptions options, InvocationPipeline pipeline)
{
    private readonly StartupProblems _problems = new();

    /// <exception cref="InvalidOperationException">A function can't work; the message lists all that can't.</exception>
    public void Configure()
    {
        var functions = Index();
        var routes = Route(functions);
        _problems.ThrowIfAny();

        var keys = new FunctionKeys(app.Configuration);
        var loggers = app.Services.GetRequiredService<ILoggerFactory>();
        var endpoints = routes.Endpoints((function, trigger) =>
            new HttpFunctionHandler(function, trigger.Level, new FunctionRunner(function, pipeline, loggers), keys).HandleAsync);

        ListenOn();
        UseMiddleware([.. endpoints]);
        app.Lifetime.ApplicationStarted.Register(() =>
            StartupListing.Log(loggers, functions, HostJson.RoutePrefix(app.Configuration), app.Urls, keys));
    }

    private FunctionDescriptor[] Index()
    {
        var json = app.Services.GetRequiredService<IOptions<JsonSerializerOptions>>().Value;
        var indexer = new FunctionIndexer(new ArgumentBinderSelector(json), _problems);
        return indexer.Index(options.FunctionTypes);
    }

    private RouteTable Route(FunctionDescriptor[] functions)
    {
        var routes = new RouteTable(HostJson.RoutePrefix(app.Configuration), app.Services.GetRequiredService<ParameterPolicyFactory>(), _problems);
        foreach (var function in functions)
        {
            if (function.Trigger is not HttpTrigger trigger)
                continue;

            if (!options.HasHttpIntegration)
                _problems.Add(function.Name, "HTTP functions need builder.ConfigureFunctionsWebApplication() in Program.cs.");

            routes.Add(function, trigger);
        }

        return routes;
    }

    private void ListenOn()
    {
        var urls = app.Configuration["urls"] ?? $"http://localhost:{options.Local.HttpPort ?? FunctionsHostOptions.DefaultHttpPort}";
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            app.Urls.Add(url);
    }

    private void UseMiddleware(RouteEndpoint[] endpoints)
    {
        var headers = HostJson.CustomHeaders(app.Configuration);
        if (headers.Length > 0)
            app.Use(next => context => AddHeaders(context, headers, next));

        app.UseRouting();
        app.Use(next => context => IgnoreMethodMismatch(context, next));
        Cors.Use(app, options.Local);
        ((IEndpointRouteBuilder)app).DataSources.Add(new DefaultEndpointDataSource(endpoints));
        app.Use(next => context => context.GetEndpoint()?.RequestDelegate is { } function ? function(context) : next(context));
        StaticSite.Use(app, HostJson.RoutePrefix(app.Configuration));
    }

    private static Task AddHeaders(HttpContext context, KeyValuePair<string, string>[] headers, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            foreach (var (name, value) in headers)
                context.Response.Headers[name] = value;

            return Task.CompletedTask;
        });
        return next(context);
    }

    // ASP.NET Core answers 405 by an endpoint of its own; the Functions host knows no such route and answers 404.
    private static Task IgnoreMethodMismatch(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is not (null or RouteEndpoint))
            context.SetEndpoint(null);

        return next(context);
    }
}
