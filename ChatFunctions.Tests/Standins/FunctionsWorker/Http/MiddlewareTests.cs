using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.Http;

public sealed class MiddlewareTests
{
    [Fact]
    public async Task Steps_run_in_the_order_in_which_they_are_added_around_the_function()
    {
        await using var app = await FunctionApp.StartAsync<Functions>(builder =>
        {
            builder.UseMiddleware(Note("one"));
            builder.UseMiddleware(Note("two"));
        });

        Assert.Equal("one> two> function", await app.Client.GetStringAsync("/api/notes"));
    }

    [Fact]
    public async Task A_middleware_class_is_made_once_and_sees_the_request()
    {
        await using var app = await FunctionApp.StartAsync<Functions>(builder => builder.UseMiddleware<Counting>());

        using var first = await app.Client.GetAsync("/api/notes");
        using var second = await app.Client.GetAsync("/api/notes");

        Assert.Equal("1", Assert.Single(first.Headers.GetValues("X-Count")));
        Assert.Equal("2", Assert.Single(second.Headers.GetValues("X-Count")));
    }

    [Fact]
    public async Task A_conditional_middleware_runs_only_for_what_it_is_for()
    {
        await using var app = await FunctionApp.StartAsync<Functions>(
            builder => builder.UseWhen<Counting>(context => context.FunctionDefinition.Name == "Fails"));

        using var notes = await app.Client.GetAsync("/api/notes");
        using var fails = await app.Client.GetAsync("/api/fails");

        Assert.False(notes.Headers.Contains("X-Count"));
        Assert.NotEmpty(app.Services.GetRequiredService<Counting>().Names);
        Assert.DoesNotContain("Notes", app.Services.GetRequiredService<Counting>().Names);
    }

    [Fact]
    public async Task Middleware_can_end_an_invocation_with_a_result_of_its_own()
    {
        await using var app = await FunctionApp.StartAsync<Functions>(builder => builder.UseMiddleware((context, _) =>
        {
            context.GetInvocationResult().Value = Results.Text("stopped", statusCode: StatusCodes.Status401Unauthorized);
            return Task.CompletedTask;
        }));

        using var response = await app.Client.GetAsync("/api/notes");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("stopped", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Middleware_sees_and_replaces_what_the_function_returned_before_it_is_written()
    {
        await using var app = await FunctionApp.StartAsync<Functions>(builder => builder.UseMiddleware(async (context, next) =>
        {
            await next();
            Assert.False(context.GetHttpContext()!.Response.HasStarted);
            var result = context.GetInvocationResult();
            result.Value = Results.Text($"was {result.Value!.GetType().Name}");
        }));

        Assert.Equal("was ContentHttpResult", (await app.Client.GetStringAsync("/api/notes")).Replace("Utf8", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Middleware_turns_an_exception_into_an_answer()
    {
        await using var app = await FunctionApp.StartAsync<Functions>(builder => builder.UseMiddleware(async (context, next) =>
        {
            try
            {
                await next();
            }
            catch (InvalidOperationException failure)
            {
                context.GetInvocationResult().Value = Results.Problem(failure.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
            }
        }));

        using var response = await app.Client.GetAsync("/api/fails");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Empty(app.Logs.Errors);
    }

    [Fact]
    public async Task An_object_with_marked_properties_is_no_longer_the_result_once_its_outputs_are_taken()
    {
        object? seen = "not run";
        await using var app = await FunctionApp.StartAsync<Functions>(builder => builder.UseMiddleware(async (context, next) =>
        {
            await next();
            seen = context.GetInvocationResult().Value;
        }));

        Assert.Equal("marked", await app.Client.GetStringAsync("/api/marked"));
        Assert.Null(seen);
    }

    [Fact]
    public async Task Middleware_added_before_the_integration_has_no_http_context()
    {
        var contexts = new List<HttpContext?>();
        using var root = new ScriptRootFolder();
        var builder = FunctionApp.CreateBuilder([typeof(Functions)], root, "urls=http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.UseMiddleware(async (context, next) =>
        {
            contexts.Add(context.GetHttpContext());
            await next();
        });
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware(async (context, next) =>
        {
            contexts.Add(context.GetHttpContext());
            await next();
        });
        using var host = builder.Build();
        await host.StartAsync();
        using var client = new HttpClient();

        await client.GetAsync(new Uri(new Uri(Addresses(host)), "/api/notes"));
        await host.StopAsync();

        Assert.Null(contexts[0]);
        Assert.NotNull(contexts[1]);
    }

    [Fact]
    public async Task Inputs_are_resolved_before_any_middleware_runs()
    {
        var ran = false;
        await using var app = await FunctionApp.StartAsync<NeedsHeader>(
            builder => builder.UseMiddleware(async (_, next) =>
            {
                ran = true;
                await next();
            }),
            settings: $"AzureSignalRConnectionString=Endpoint=http://localhost;AccessKey={FakeSignalR.AccessKey};Version=1.0;");

        using var response = await app.Client.PostAsync("/api/needsheader", null);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.False(ran);
    }

    [Fact]
    public async Task Middleware_may_pass_a_wrapped_context_on()
    {
        await using var app = await FunctionApp.StartAsync<Functions>(
            builder => builder.Use(next => context => next(new Wrapped(context))));

        Assert.Equal("function", await app.Client.GetStringAsync("/api/notes"));
    }

    private static string Addresses(IHost host) => host.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>()
        .Features.Get<Microsoft.AspNetCore.Hosting.Server.Features.IServerAddressesFeature>()!.Addresses.First();

    private static Func<FunctionContext, Func<Task>, Task> Note(string name) => async (context, next) =>
    {
        context.Items["notes"] = context.Items.TryGetValue("notes", out var notes) ? $"{notes}{name}> " : $"{name}> ";
        await next();
    };

    public sealed class Counting : IFunctionsWorkerMiddleware
    {
        private int _count;

        public List<string> Names { get; } = [];

        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            Names.Add(context.FunctionDefinition.Name);
            context.GetHttpContext()!.Response.Headers["X-Count"] = $"{++_count}";
            await next(context);
        }
    }

    public sealed class WithResult
    {
        [HttpResult]
        public required IResult Answer { get; init; }
    }

    public sealed class Functions
    {
        [Function("Notes")]
        public IResult Notes([HttpTrigger("get")] HttpRequest request, FunctionContext context) =>
            Results.Text($"{(context.Items.TryGetValue("notes", out var notes) ? notes : "")}function");

        [Function("Fails")]
        public IResult Fails([HttpTrigger("get")] HttpRequest request) => throw new InvalidOperationException("It fails.");

        [Function("Marked")]
        public WithResult Marked([HttpTrigger("get")] HttpRequest request) => new() { Answer = Results.Text("marked") };
    }

    public sealed class NeedsHeader
    {
        [Function("NeedsHeader")]
        public IResult Run(
            [HttpTrigger("post")] HttpRequest request,
            [SignalRConnectionInfoInput(HubName = "chat", UserId = "{headers.x-user}")] SignalRConnectionInfo connection) => Results.Ok(connection);
    }

    private sealed class Wrapped(FunctionContext inner) : FunctionContext
    {
        public override string InvocationId => inner.InvocationId;

        public override string FunctionId => inner.FunctionId;

        public override TraceContext TraceContext => inner.TraceContext;

        public override BindingContext BindingContext => inner.BindingContext;

        public override RetryContext RetryContext => inner.RetryContext;

        public override IServiceProvider InstanceServices { get => inner.InstanceServices; set => inner.InstanceServices = value; }

        public override FunctionDefinition FunctionDefinition => inner.FunctionDefinition;

        public override IDictionary<object, object> Items { get => inner.Items; set => inner.Items = value; }

        public override IInvocationFeatures Features => inner.Features;
    }
}
