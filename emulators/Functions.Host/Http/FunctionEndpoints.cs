using Functions.Host.Worker;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Primitives;

namespace Functions.Host.Http;

/// <summary>The routes of the current worker's HTTP functions: tried in alphabetical order of the functions' names, the first match wins.</summary>
internal sealed class FunctionEndpoints(HttpFunctions functions, string routePrefix) : EndpointDataSource, IDisposable
{
    private CancellationTokenSource _changed = new();
    private Endpoint[] _endpoints = [];

    public override IReadOnlyList<Endpoint> Endpoints => _endpoints;

    public override IChangeToken GetChangeToken() => new CancellationChangeToken(_changed.Token);

    public static string Route(WorkerFunction function, string routePrefix) =>
        $"{routePrefix}/{(function.Trigger.Route is { Length: > 0 } route ? route : function.Name)}".TrimStart('/');

    /// <exception cref="InvalidDataException">The worker has HTTP functions but no web server.</exception>
    public void Use(WorkerConnection worker)
    {
        _endpoints = [.. worker.Functions.Where(function => function.Trigger.Is("httpTrigger")).Select((function, order) => ToEndpoint(worker, function, order))];
        if (_endpoints.Length > 0 && worker.HttpAddress is null)
            throw new InvalidDataException("HTTP functions need ConfigureFunctionsWebApplication in the app's Program.cs.");

        using var outdated = _changed;
        _changed = new();
        outdated.Cancel();
    }

    public void Dispose() => _changed.Dispose();

    private Endpoint ToEndpoint(WorkerConnection worker, WorkerFunction function, int order)
    {
        var endpoint = new RouteEndpointBuilder(
            http => functions.HandleAsync(http, worker, function), RoutePatternFactory.Parse(Route(function, routePrefix)), order)
        {
            DisplayName = function.Name,
        };
        if (function.Trigger.Methods is { Length: > 0 } methods)
            endpoint.Metadata.Add(new HttpMethodMetadata(methods));

        return endpoint.Build();
    }
}
