using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.Http;

public sealed class FunctionContextTests
{
    [Fact]
    public async Task A_function_learns_who_it_is()
    {
        var context = await InvokeAsync("/api/rooms/r1/look");

        Assert.Equal("Look", context.FunctionDefinition.Name);
        Assert.Equal($"{typeof(FunctionContextTests).FullName}.Functions.LookAsync", context.FunctionDefinition.EntryPoint);
        Assert.Equal(typeof(FunctionContextTests).Assembly.Location, context.FunctionDefinition.PathToAssembly);
        Assert.Equal(context.FunctionDefinition.Id, context.FunctionId);
        Assert.Equal(["request", "roomId", "context", "limit", "cancellationToken"], context.FunctionDefinition.Parameters.Select(parameter => parameter.Name));
        var limit = context.FunctionDefinition.Parameters[3];
        Assert.Equal((typeof(int?), true, 5, true), (limit.Type, limit.HasDefaultValue, limit.DefaultValue, limit.IsReferenceOrNullableType));
        var input = Assert.Single(context.FunctionDefinition.InputBindings).Value;
        Assert.Equal(("request", "httpTrigger", BindingDirection.In), (input.Name, input.Type, input.Direction));
        var output = Assert.Single(context.FunctionDefinition.OutputBindings).Value;
        Assert.Equal(("$return", "http", BindingDirection.Out), (output.Name, output.Type, output.Direction));
    }

    [Fact]
    public async Task Every_invocation_has_an_id_and_every_start_gives_a_function_the_same()
    {
        var one = await InvokeAsync("/api/rooms/r1/look");
        var other = await InvokeAsync("/api/rooms/r1/look");

        Assert.True(Guid.TryParse(one.InvocationId, out _));
        Assert.NotEqual(one.InvocationId, other.InvocationId);
        Assert.Equal(one.FunctionId, other.FunctionId);
    }

    [Fact]
    public async Task Binding_data_holds_route_query_and_headers()
    {
        var context = await InvokeAsync("/api/rooms/r1/look?limit=7&code=secret", request => request.Headers.Add("X-Mine", "yes"));

        var data = context.BindingContext.BindingData;
        Assert.Equal("r1", data["ROOMID"]);
        Assert.Equal("7", data["limit"]);
        Assert.False(data.ContainsKey("code"));
        Assert.Equal("yes", JsonElement.Parse((string)data["Headers"]!).GetProperty("X-Mine").GetString());
        Assert.Equal("7", JsonElement.Parse((string)data["Query"]!).GetProperty("limit").GetString());
    }

    [Fact]
    public async Task The_trace_is_the_callers()
    {
        const string trace = "0af7651916cd43dd8448eb211c80319c";

        var context = await InvokeAsync("/api/rooms/r1/look", request =>
        {
            request.Headers.Add("traceparent", $"00-{trace}-b7ad6b7169203331-01");
            request.Headers.Add("tracestate", "vendor=1");
        });

        Assert.True(ActivityContext.TryParse(context.TraceContext.TraceParent, context.TraceContext.TraceState, out var parsed));
        Assert.Equal(trace, parsed.TraceId.ToHexString());
        Assert.Equal("vendor=1", context.TraceContext.TraceState);
        Assert.Empty(context.TraceContext.Attributes);
        Assert.Empty(context.TraceContext.Baggage);
    }

    [Fact]
    public async Task Features_and_items_are_the_invocations_own()
    {
        var context = await InvokeAsync("/api/rooms/r1/look");

        context.Features.Set("a feature");
        context.Items["key"] = "an item";

        Assert.Equal("a feature", context.Features.Get<string>());
        Assert.Contains(context.Features, feature => feature.Key == typeof(string));
        Assert.Null(context.Features.Get<Uri>());
        Assert.Null(context.RetryContext);
        Assert.Null((await InvokeAsync("/api/rooms/r1/look")).Features.Get<string>());
    }

    private static async Task<FunctionContext> InvokeAsync(string path, Action<HttpRequestMessage>? prepare = null)
    {
        FunctionContext? seen = null;
        await using var app = await FunctionApp.StartAsync<Functions>(builder => builder.UseMiddleware((context, next) =>
        {
            // What is read lazily is read while the invocation lasts.
            _ = (context.InvocationId, context.TraceContext, context.BindingContext.BindingData, context.Features);
            seen = context;
            return next();
        }));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        prepare?.Invoke(request);
        using var response = await app.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return seen!;
    }

    public sealed class Functions
    {
        [Function("Look")]
        public Task<IResult> LookAsync(
            [HttpTrigger("get", Route = "rooms/{roomId}/look")] HttpRequest request, string roomId, FunctionContext context, int? limit = 5, CancellationToken cancellationToken = default) =>
            Task.FromResult(context.InvocationId.Length > 0 ? Results.Text($"{roomId} {limit}") : Results.NotFound());
    }
}
