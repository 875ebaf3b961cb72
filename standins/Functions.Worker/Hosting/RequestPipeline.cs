using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>What a request goes through on its way to a function.</summary>
internal static class RequestPipeline
{
    public static void Use(WebApplication app, Endpoint[] endpoints, LocalSettings local, string routePrefix)
    {
        var headers = HostJson.CustomHeaders(app.Configuration);
        if (headers.Length > 0)
            app.Use(next => context => AddHeaders(context, headers, next));

        app.UseRouting();
        app.Use(next => context => IgnoreMethodMismatch(context, next));
        Cors.Use(app, local);
        ((IEndpointRouteBuilder)app).DataSources.Add(new DefaultEndpointDataSource(endpoints));
        app.Use(next => context => context.GetEndpoint()?.RequestDelegate is { } function ? function(context) : next(context));
        StaticSite.Use(app, routePrefix);
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
