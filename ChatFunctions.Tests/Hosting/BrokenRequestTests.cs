using System.Net.Sockets;
using System.Text;
using ChatFunctions.Tests.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Tests.Hosting;

/// <summary>Broken requests, which are the client's errors and not storage's.</summary>
public sealed class BrokenRequestTests(ChatFixture chat) : IClassFixture<ChatFixture>, IAsyncLifetime, IDisposable
{
    private const string Head = "POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    private readonly CapturedLogs _logs = new();
    private ChatInstance _app = null!;

    public async Task InitializeAsync() => _app = await chat.StartAnotherAsync(services => services.AddLogging(logging => logging
        .AddProvider(_logs)
        .AddFilter<CapturedLogs>("Microsoft.AspNetCore.Hosting", LogLevel.Information)
        .AddFilter<CapturedLogs>("Microsoft.AspNetCore.Routing.EndpointMiddleware", LogLevel.Information)));

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Dispose() => _logs.Dispose();

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nno number\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n8\r\n{\"login\"\r\nno number\r\n")]
    public async Task A_malformed_body_is_a_bad_request(string rest)
    {
        using var client = await ConnectAsync(rest);
        using var reader = new StreamReader(client.GetStream());

        Assert.StartsWith("HTTP/1.1 400 ", await reader.ReadLineAsync(), StringComparison.Ordinal);
        await AssertNothingIsBrokenAsync();
    }

    [Theory]
    [InlineData("Content-Length: 100\r\n\r\n{\"login\"")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n8\r\n{\"login\"\r\n")]
    public async Task A_client_that_disconnects_during_its_body_causes_no_error(string rest)
    {
        using (var client = await ConnectAsync(rest))
        {
            // The worker never ends an invocation whose request was aborted before the invocation began.
            await WaitForAsync("Executing endpoint", "LogIn");
            client.Client.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        await WaitForAsync("Request finished", "/login");
        await AssertNothingIsBrokenAsync();
    }

    private Task<LogLine> WaitForAsync(string text, string subject) =>
        _logs.WaitForAsync(line => line.Text.StartsWith(text, StringComparison.Ordinal) && line.Text.Contains(subject, StringComparison.Ordinal));

    private async Task<TcpClient> ConnectAsync(string rest)
    {
        var client = new TcpClient();
        await client.ConnectAsync(_app.Url.Host, _app.Url.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Head + rest));
        return client;
    }

    private async Task AssertNothingIsBrokenAsync()
    {
        using var anonymous = ChatUser.ClientOf(_app.Url, token: null);
        using var wrong = await anonymous.LogInAsync($"nobody{Guid.NewGuid():N}");
        await Problems.AssertAsync(wrong, 401, "invalid_credentials");
        await _app.DisposeAsync();
        Assert.Empty(_logs.Lines.Where(line => line.Level >= LogLevel.Warning && !line.Category.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)).Select(line => line.Text));
    }
}
