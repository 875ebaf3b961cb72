using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.Http;

public sealed class ResultTests
{
    [Theory]
    [InlineData("TypedResult", HttpStatusCode.Created, """{"roomId":"r1"}""")]
    [InlineData("TaskOfResult", HttpStatusCode.OK, """{"roomId":"r1"}""")]
    [InlineData("ValueTaskOfResult", HttpStatusCode.OK, """{"roomId":"r1"}""")]
    [InlineData("ActionResult", HttpStatusCode.OK, """{"roomId":"r1"}""")]
    [InlineData("JsonResult", HttpStatusCode.OK, """{"roomId":"r1"}""")]
    [InlineData("StatusCodeResult", HttpStatusCode.Conflict, "")]
    [InlineData("MarkedResult", HttpStatusCode.Accepted, "marked")]
    [InlineData("MarkedActionResult", HttpStatusCode.NoContent, "")]
    [InlineData("WritesItself", HttpStatusCode.OK, "written")]
    public async Task What_a_function_returns_is_the_answer(string function, HttpStatusCode status, string body)
    {
        await using var app = await FunctionApp.StartAsync<Functions>();

        using var response = await app.Client.GetAsync($"/api/{function}");

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
        Assert.Empty(app.Logs.Errors);
    }

    [Theory]
    [InlineData("Void")]
    [InlineData("NoValue")]
    [InlineData("PlainTask")]
    [InlineData("PlainValueTask")]
    public async Task A_function_without_a_result_answers_an_empty_200(string function)
    {
        await using var app = await FunctionApp.StartAsync<Functions>();

        using var response = await app.Client.GetAsync($"/api/{function}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("Text")]
    [InlineData("PlainObject")]
    [InlineData("MarkedText")]
    public async Task A_result_that_is_no_http_result_is_not_written_as_with_the_official_worker(string function)
    {
        await using var app = await FunctionApp.StartAsync<Functions>();

        using var response = await app.Client.GetAsync($"/api/{function}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.Contains(app.Logs.Lines, line => line.Level == LogLevel.Warning && line.Text.Contains($"'{function}'", StringComparison.Ordinal));
    }

    public sealed record Room(string RoomId);

    public sealed class WithResult
    {
        [HttpResult]
        public IResult? Answer { get; init; }
    }

    public sealed class WithActionResult
    {
        [HttpResult]
        public IActionResult? Answer { get; init; }
    }

    public sealed class WithText
    {
        [HttpResult]
        public string? Answer { get; init; }
    }

    public sealed class Functions
    {
        private static readonly Room Some = new("r1");

        [Function("TypedResult")]
        public IResult Typed([HttpTrigger("get")] HttpRequest request) => TypedResults.Created("/rooms/r1", Some);

        [Function("TaskOfResult")]
        public async Task<IResult> TaskOf([HttpTrigger("get")] HttpRequest request)
        {
            await Task.Yield();
            return Results.Ok(Some);
        }

        [Function("ValueTaskOfResult")]
        public async ValueTask<IResult> ValueTaskOf([HttpTrigger("get")] HttpRequest request)
        {
            await Task.Yield();
            return Results.Ok(Some);
        }

        [Function("ActionResult")]
        public IActionResult Action([HttpTrigger("get")] HttpRequest request) => new OkObjectResult(Some);

        [Function("JsonResult")]
        public Task<JsonResult> Json([HttpTrigger("get")] HttpRequest request) => Task.FromResult(new JsonResult(Some));

        [Function("StatusCodeResult")]
        public object Status([HttpTrigger("get")] HttpRequest request) => new StatusCodeResult(StatusCodes.Status409Conflict);

        [Function("MarkedResult")]
        public WithResult Marked([HttpTrigger("get")] HttpRequest request) =>
            new() { Answer = Results.Text("marked", statusCode: StatusCodes.Status202Accepted) };

        [Function("MarkedActionResult")]
        public Task<WithActionResult> MarkedAction([HttpTrigger("get")] HttpRequest request) =>
            Task.FromResult(new WithActionResult { Answer = new NoContentResult() });

        [Function("MarkedText")]
        public WithText MarkedText([HttpTrigger("get")] HttpRequest request) => new() { Answer = "text" };

        [Function("WritesItself")]
        public async Task<IResult> Writes([HttpTrigger("get")] HttpRequest request)
        {
            await request.HttpContext.Response.WriteAsync("written");
            return Results.Empty;
        }

        [Function("Void")]
        public void Nothing([HttpTrigger("get")] HttpRequest request)
        {
        }

        [Function("NoValue")]
        public IResult? Null([HttpTrigger("get")] HttpRequest request) => null;

        [Function("PlainTask")]
        public async Task JustTask([HttpTrigger("get")] HttpRequest request) => await Task.Yield();

        [Function("PlainValueTask")]
        public async ValueTask JustValueTask([HttpTrigger("get")] HttpRequest request) => await Task.Yield();

        [Function("Text")]
        public string Text([HttpTrigger("get")] HttpRequest request) => "text";

        [Function("PlainObject")]
        public Room Plain([HttpTrigger("get")] HttpRequest request) => Some;
    }
}
