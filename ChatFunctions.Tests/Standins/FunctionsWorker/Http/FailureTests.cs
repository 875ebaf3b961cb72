using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.Http;

public sealed class FailureTests
{
    [Theory]
    [InlineData("/api/throws")]
    [InlineData("/api/throwslate")]
    [InlineData("/api/unmade")]
    public async Task An_exception_that_nobody_handles_answers_500_without_a_body_and_is_logged_with_the_functions_name(string path)
    {
        await using var app = await FunctionApp.StartAsync([typeof(Functions), typeof(Unmade)]);

        using var response = await app.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.False(response.Headers.Contains("X-Half-Done"));
        var line = Assert.Single(app.Logs.Errors);
        Assert.NotNull(line.Exception);
        Assert.Equal(path["/api/".Length..], line.Category["Function.".Length..], ignoreCase: true);
    }

    [Fact]
    public async Task An_answer_that_fails_half_way_is_cut_off()
    {
        await using var app = await FunctionApp.StartAsync<Functions>();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => app.Client.GetStringAsync("/api/breaksoff"));
    }

    [Fact]
    public async Task A_caller_that_goes_away_cancels_the_function_and_makes_no_noise()
    {
        var seen = new Seen();
        await using var app = await FunctionApp.StartAsync<Functions>(builder => builder.Services.AddSingleton(seen));

        using (var socket = new TcpClient(app.Url.Host, app.Url.Port))
        {
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /api/waits HTTP/1.1\r\nHost: here\r\n\r\n"));
            await seen.Started.Task.WithinPatienceAsync();
            socket.LingerState = new LingerOption(true, 0);
        }

        await seen.Cancelled.Task.WithinPatienceAsync();
        await app.Logs.WaitForAsync(line => line.Category == "Function.Waits" && line.Level == LogLevel.Debug);
        Assert.DoesNotContain(app.Logs.Lines, line => line.Level > LogLevel.Information);
    }

    [Fact]
    public async Task A_caller_that_goes_away_within_its_body_makes_no_noise_either()
    {
        var seen = new Seen();
        await using var app = await FunctionApp.StartAsync<Functions>(builder => builder.Services.AddSingleton(seen));

        using (var socket = new TcpClient(app.Url.Host, app.Url.Port))
        {
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /api/reads HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\nhalf"));
            await seen.Started.Task.WithinPatienceAsync();
        }

        await app.Logs.WaitForAsync(line => line.Category == "Function.Reads" && line.Level == LogLevel.Debug);
        Assert.DoesNotContain(app.Logs.Lines, line => line.Level > LogLevel.Information);
    }

    public sealed class Seen
    {
        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public sealed class Functions
    {
        [Function("Throws")]
        public IResult Throws([HttpTrigger("get")] HttpRequest request)
        {
            request.HttpContext.Response.Headers["X-Half-Done"] = "yes";
            throw new InvalidOperationException("Nobody handles this.");
        }

        [Function("ThrowsLate")]
        public async Task<IResult> ThrowsLate([HttpTrigger("get")] HttpRequest request)
        {
            await Task.Yield();
            throw new InvalidOperationException("Nobody handles this.");
        }

        [Function("BreaksOff")]
        public async Task BreaksOff([HttpTrigger("get")] HttpRequest request)
        {
            await request.HttpContext.Response.WriteAsync("the first half");
            await request.HttpContext.Response.Body.FlushAsync();
            throw new InvalidOperationException("Nobody handles this.");
        }

        [Function("Reads")]
        public async Task Reads([HttpTrigger("post")] HttpRequest request)
        {
            request.HttpContext.RequestServices.GetRequiredService<Seen>().Started.SetResult();
            await request.Body.CopyToAsync(Stream.Null);
        }

        [Function("Waits")]
        public async Task Waits([HttpTrigger("get")] HttpRequest request, CancellationToken cancellationToken)
        {
            var seen = request.HttpContext.RequestServices.GetRequiredService<Seen>();
            seen.Started.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                seen.Cancelled.SetResult();
            }
        }
    }

    public sealed class Unmade(Seen neverRegistered)
    {
        [Function("Unmade")]
        public IResult Run([HttpTrigger("get")] HttpRequest request) => Results.Text(neverRegistered.ToString()!);
    }
}
