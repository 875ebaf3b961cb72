using ChatFunctions.Storage;
using ChatFunctions.Tests.Azurite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Tests.Faults;

/// <summary>An HTTP proxy in front of Azurite that injects faults on real sockets, such as cut connections.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private static readonly HttpClient Azurite = new(new SocketsHttpHandler { UseProxy = false });

    private readonly WebApplication _proxy;
    private readonly AzuriteServer _azurite;
    private readonly Func<HttpRequest, Fault> _choose;

    private FaultProxy(WebApplication proxy, AzuriteServer azurite, Func<HttpRequest, Fault> choose) => (_proxy, _azurite, _choose) = (proxy, azurite, choose);

    public string ConnectionString => _azurite.ConnectionString.Replace($"127.0.0.1:{_azurite.Port}", new Uri(_proxy.Urls.First()).Authority, StringComparison.Ordinal);

    public StorageAccount[] StorageAccounts => [new() { ConnectionString = ConnectionString, Since = DateTimeOffset.MinValue }];

    /// <param name="azurite">The server behind it.</param>
    /// <param name="choose">The fault for a request.</param>
    public static async Task<FaultProxy> StartAsync(AzuriteServer azurite, Func<HttpRequest, Fault> choose)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var proxy = new FaultProxy(builder.Build(), azurite, choose);
        proxy._proxy.Run(proxy.HandleAsync);
        await proxy._proxy.StartAsync();
        return proxy;
    }

    public ValueTask DisposeAsync() => _proxy.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var request = () => Copy(context.Request, body.ToArray());
        switch (_choose(context.Request))
        {
            case Fault.LostBefore:
                context.Abort();
                break;
            case Fault.LostAfter:
                (await Azurite.SendAsync(request())).Dispose();
                context.Abort();
                break;
            case Fault.Doubled:
                (await Azurite.SendAsync(request())).Dispose();
                await AnswerAsync(context, request());
                break;
            case Fault.Late:
                var late = request();
                context.Abort();
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 30)));
                (await Azurite.SendAsync(late)).Dispose();
                break;
            case Fault.Busy:
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                break;
            case Fault.FailedAfter:
                (await Azurite.SendAsync(request())).Dispose();
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
            case Fault.Slow:
                await Task.Delay(25);
                await AnswerAsync(context, request());
                break;
            case Fault.Hangs:
                var left = new TaskCompletionSource();
                await using (context.RequestAborted.Register(left.SetResult))
                {
                    await left.Task;
                }

                break;
            default:
                await AnswerAsync(context, request());
                break;
        }
    }

    private static async Task AnswerAsync(HttpContext context, HttpRequestMessage request)
    {
        using var answer = await Azurite.SendAsync(request);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not "Transfer-Encoding" and not "Connection" and not "Keep-Alive"))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await answer.Content.CopyToAsync(context.Response.Body);
    }

    private HttpRequestMessage Copy(HttpRequest request, byte[] body)
    {
        // The path must be unchanged, because the client has signed it.
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var address = new Uri($"http://127.0.0.1:{_azurite.Port}{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var copy = new HttpRequestMessage(new HttpMethod(request.Method), address);
        if (body.Length > 0)
        {
            copy.Content = new ByteArrayContent(body);
        }

        foreach (var (name, values) in request.Headers.Where(header => header.Key is not "Host" and not "Connection" and not "Content-Length" and not "Transfer-Encoding" and not "Expect"))
        {
            if (!copy.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                copy.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        return copy;
    }
}
