using System.Text.Json;
using Functions.Host.Settings;
using Functions.Host.SignalR;
using Functions.Host.Worker;
using Functions.Host.Worker.Rpc;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Forwarder;

namespace Functions.Host.Http;

/// <summary>
/// The HTTP functions of the current worker: tried in alphabetical order of their names, the first route that matches wins.
/// A request is forwarded to the worker's web server, the worker is asked to run the function, and the function's outputs are sent
/// before the answer ends.
/// </summary>
internal sealed class HttpFunctions(
    IHttpForwarder forwarder, HostSettings settings, FunctionKeys keys, SignalRInputs inputs, SignalROutputs outputs, ILoggerFactory loggers)
    : EndpointDataSource, IDisposable
{
    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromSeconds(240) };

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });
    private readonly ILogger _logger = loggers.CreateLogger("Host.Http");
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

    public void Dispose()
    {
        _client.Dispose();
        _changed.Dispose();
    }

    private Endpoint ToEndpoint(WorkerConnection worker, WorkerFunction function, int order)
    {
        var endpoint = new RouteEndpointBuilder(http => HandleAsync(http, worker, function), RoutePatternFactory.Parse(Route(function, settings.RoutePrefix)), order)
        {
            DisplayName = function.Name,
        };
        if (function.Trigger.Methods is { Length: > 0 } methods)
            endpoint.Metadata.Add(new HttpMethodMetadata(methods));

        return endpoint.Build();
    }

    private async Task HandleAsync(HttpContext http, WorkerConnection worker, WorkerFunction function)
    {
        if (keys.RefuseFunction(http.Request, function.Trigger.AuthLevel ?? "function") is { } refused)
        {
            http.Response.StatusCode = refused;
        }
        else if (http.Request.ContentLength > settings.MaxRequestBodySize)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        }
        else if (!await RunAsync(http, worker, function))
        {
            // A started answer can't be replaced. The exception makes the server close the connection.
            if (http.Response.HasStarted)
                throw new InvalidOperationException("The invocation failed after its answer had begun.");

            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private async Task<bool> RunAsync(HttpContext http, WorkerConnection worker, WorkerFunction function)
    {
        try
        {
            var infos = await inputs.GetAsync(function, name => Value(http.Request, name), http.RequestAborted);
            var invocationId = Guid.NewGuid().ToString();
            http.Request.Headers["x-ms-invocation-id"] = invocationId;
            var forwarding = forwarder.SendAsync(http, worker.HttpAddress!.AbsoluteUri, _client, Config).AsTask();
            var invoking = worker.InvokeAsync(
                function, invocationId, [new() { Name = function.Trigger.Name, Data = new() { Http = new() } }, .. infos], Metadata(http.Request));

            // The worker may wait forever for the rest of a request whose body is broken.
            if (await Task.WhenAny(forwarding, invoking) == invoking || await forwarding != ForwarderError.RequestBodyClient)
                await invoking;

            var error = await forwarding;
            if (error == ForwarderError.RequestBodyClient)
                return true; // YARP has answered 400, like Azure's front end.

            if (error != ForwarderError.None)
            {
                // If the caller has disconnected, the outputs are lost, as on the official host.
                _logger.ForwardFailed(function.Name, $"{error}", http.GetForwarderErrorFeature()?.Exception?.Message);
                return false;
            }

            return await outputs.TrySendAsync(function, await invoking, _logger) is null;
        }
        catch (Exception failure) when (!http.RequestAborted.IsCancellationRequested)
        {
            _logger.FunctionFailed(function.Name, failure.Message);
            return false;
        }
    }

    // A value for the binding expressions of inputs.
    private static string? Value(HttpRequest request, string name) =>
        name.StartsWith("headers.", StringComparison.OrdinalIgnoreCase) ? (string?)request.Headers[name[8..]]
        : name.StartsWith("query.", StringComparison.OrdinalIgnoreCase) ? (string?)request.Query[name[6..]]
        : request.RouteValues[name]?.ToString() ?? request.Query[name];

    // Trigger metadata, to which parameters bind by name. Route values win; "code" is a key and isn't passed to the worker.
    private static Dictionary<string, TypedData> Metadata(HttpRequest request)
    {
        var metadata = new Dictionary<string, TypedData>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in request.Query)
            metadata[name] = new() { String = value.ToString() };

        metadata.Remove("code");
        foreach (var (name, value) in request.RouteValues)
        {
            if (value is not null)
                metadata[name] = new() { String = value.ToString() };
        }

        // The original headers, because forwarding replaces X-Forwarded-For.
        metadata["Headers"] = new() { Json = JsonSerializer.Serialize(request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString())) };
        return metadata;
    }
}
