using System.Text.Json;
using Functions.Host.Settings;
using Functions.Host.SignalR;
using Functions.Host.Worker;
using Functions.Host.Worker.Rpc;
using Yarp.ReverseProxy.Forwarder;

namespace Functions.Host.Http;

/// <summary>
/// Answers calls of HTTP functions: forwards the request to the worker's web server, asks the worker to run the function,
/// and sends the function's outputs before the answer ends.
/// </summary>
internal sealed class HttpFunctions(
    IHttpForwarder forwarder, HostSettings settings, FunctionKeys keys, SignalRInputs inputs, SignalROutputs outputs, ILoggerFactory loggers) : IDisposable
{
    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromSeconds(240) };

    private readonly HttpMessageInvoker _worker = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });
    private readonly ILogger _logger = loggers.CreateLogger("Host.Http");

    public async Task HandleAsync(HttpContext http, WorkerConnection worker, WorkerFunction function)
    {
        if (keys.RefuseFunction(http.Request, function.Trigger.AuthLevel ?? "function") is { } refused)
        {
            http.Response.StatusCode = refused;
            return;
        }

        if (http.Request.ContentLength > settings.MaxRequestBodySize)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        if (!await RunAsync(http, worker, function))
            Fail(http);
    }

    public void Dispose() => _worker.Dispose();

    private async Task<bool> RunAsync(HttpContext http, WorkerConnection worker, WorkerFunction function)
    {
        try
        {
            var data = new List<ParameterBinding> { new() { Name = function.Trigger.Name, Data = new() { Http = new() } } };
            await inputs.AddAsync(data, function, name => Value(http.Request, name), http.RequestAborted);

            var invocationId = Guid.NewGuid().ToString();
            http.Request.Headers["x-ms-invocation-id"] = invocationId;
            var forwarding = forwarder.SendAsync(http, worker.HttpAddress!.AbsoluteUri, _worker, Config).AsTask();
            var invoking = worker.InvokeAsync(function, invocationId, data, Metadata(http.Request));
            // The worker may wait forever for the rest of a request whose body is broken.
            if (await Task.WhenAny(forwarding, invoking) == invoking || await forwarding != ForwarderError.RequestBodyClient)
                await invoking;

            switch (await forwarding)
            {
                case ForwarderError.None:
                    break;
                case ForwarderError.RequestBodyClient:
                    // Azure's front end refuses such a request.
                    http.Response.StatusCode = StatusCodes.Status400BadRequest;
                    return true;
                case var error:
                    // If the caller has disconnected, the outputs are lost, as on the official host.
                    _logger.ForwardFailed(function.Name, $"{error}", http.GetForwarderErrorFeature()?.Exception?.Message);
                    return false;
            }

            return await outputs.TrySendAsync(function, await invoking, _logger) is null;
        }
        catch (Exception error) when (!http.RequestAborted.IsCancellationRequested)
        {
            _logger.FunctionFailed(function.Name, error.Message);
            return false;
        }
    }

    // A started answer can't be replaced. The exception makes the server close the connection.
    private static void Fail(HttpContext http)
    {
        if (http.Response.HasStarted)
            throw new InvocationFailedException();

        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }

    private static string? Value(HttpRequest request, string name) =>
        name.StartsWith("headers.", StringComparison.OrdinalIgnoreCase) ? First(request.Headers[name[8..]])
        : name.StartsWith("query.", StringComparison.OrdinalIgnoreCase) ? First(request.Query[name[6..]])
        : request.RouteValues.TryGetValue(name, out var value) && value is not null ? value.ToString()
        : First(request.Query[name]);

    private static string? First(Microsoft.Extensions.Primitives.StringValues values) => values.Count == 0 ? null : values.ToString();

    // Trigger metadata, to which parameters bind by name. Route values win; "code" is a key and isn't passed to the worker.
    private static IEnumerable<KeyValuePair<string, TypedData>> Metadata(HttpRequest request)
    {
        // The original headers, because forwarding replaces X-Forwarded-For.
        yield return new("Headers", new() { Json = JsonSerializer.Serialize(request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString())) });
        foreach (var (name, value) in request.Query)
        {
            if (!name.Equals("code", StringComparison.OrdinalIgnoreCase) && !request.RouteValues.ContainsKey(name))
                yield return new(name, new() { String = value.ToString() });
        }

        foreach (var (name, value) in request.RouteValues)
        {
            if (value is not null)
                yield return new(name, new() { String = value.ToString() });
        }
    }
}

/// <summary>An invocation failed after its answer had begun.</summary>
internal sealed class InvocationFailedException : Exception;
