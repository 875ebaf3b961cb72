using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace TestApp;

/// <summary>Functions that return the parts of a request that they receive.</summary>
public sealed class HttpFunctions(ILoggerFactory loggers)
{
    [Function("Describe")]
    public IResult Describe(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "describe/{part}/{number:int?}")] HttpRequest request, FunctionContext context, string part) =>
        Results.Json(new
        {
            request.Method,
            Url = request.GetDisplayUrl(),
            Part = part,
            Headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()),
            Metadata = context.BindingContext.BindingData.ToDictionary(value => value.Key, value => $"{value.Value}"),
        });

    [Function("Echo")]
    public async Task EchoAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "echo")] HttpRequest request)
    {
        request.HttpContext.Response.ContentType = request.ContentType;
        await request.Body.CopyToAsync(request.HttpContext.Response.Body);
    }

    [Function("ItemsA")]
    public IResult AnyItem([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{id}")] HttpRequest request, string id) => Results.Text($"any {id}");

    [Function("ItemsB")]
    public IResult SpecialItem([HttpTrigger(AuthorizationLevel.Anonymous, "get", "delete", Route = "items/special")] HttpRequest request) => Results.Text("special");

    [Function("NumbersA")]
    public IResult Number([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "numbers/{id:int}")] HttpRequest request, string id) => Results.Text($"number {id}");

    [Function("NumbersB")]
    public IResult NotNumber([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "numbers/{text}")] HttpRequest request, string text) => Results.Text($"text {text}");

    [Function("Head")]
    public void Head([HttpTrigger(AuthorizationLevel.Anonymous, "head", "options", Route = "head")] HttpRequest request) =>
        request.HttpContext.Response.Headers["x-method"] = request.Method;

    [Function("WithoutRoute")]
    public IResult WithoutRoute([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Text(request.Method);

    [Function("NeedsFunctionKey")]
    public IResult NeedsFunctionKey([HttpTrigger(AuthorizationLevel.Function, "get", Route = "function-key")] HttpRequest request) => Results.Text($"code={request.Query["code"]}");

    [Function("NeedsMasterKey")]
    public IResult NeedsMasterKey([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "master-key")] HttpRequest request) => Results.Ok();

    [Function("Throw")]
    public IResult Throw([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throw")] HttpRequest request) => throw new InvalidOperationException("thrown by the app");

    [Function("Exit")]
    public IResult Exit([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "exit")] HttpRequest request)
    {
        Environment.Exit(3);
        return Results.Ok();
    }

    [Function("Environment")]
    public IResult Variable([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "environment/{name}")] HttpRequest request, string name) =>
        Results.Text(name == "ProcessId" ? $"{Environment.ProcessId}" : Environment.GetEnvironmentVariable(name) ?? "(none)");

    [Function("Log")]
    public IResult Log([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "log/{category}/{level}")] HttpRequest request, string category, string level)
    {
#pragma warning disable CA1848, CA1873, CA2254 // The tests choose category, level and text.
        var id = int.TryParse(request.Query["event"], out var number) ? number : 1;
        loggers.CreateLogger(category).Log(Enum.Parse<LogLevel>(level), new EventId(id, request.Query["name"]), new InvalidOperationException("its exception"), request.Query["text"].ToString());
#pragma warning restore CA1848, CA1873, CA2254
        return Results.Ok();
    }

    /// <summary>Answers after the given address has answered.</summary>
    [Function("Await")]
    public async Task<IResult> AwaitAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "await")] HttpRequest request, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            return Results.Text(await client.GetStringAsync(new Uri(request.Query["url"]!), cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Results.Text("cancelled");
        }
    }
}
