using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Emulators.Tests.FunctionsHost;

[Collection(SharedHostTests.Name)]
public sealed class OutputTests(SharedHost shared)
{
    private readonly TestHost _test = shared.Test;
    private readonly string _id = $"id{Guid.NewGuid():n}";

    [Fact]
    public async Task Actions_become_calls_of_the_REST_API()
    {
        using var response = await _test.Http.PostAsync(new Uri($"/api/output-actions/{_id}", UriKind.Relative), null);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        var calls = _test.SignalR.Calls(_id).OrderBy(call => call.Path, StringComparer.Ordinal).Select(call => $"{call.Method} {call.Path}");
        Assert.Equal(
        [
            $"POST /api/hubs/chat/groups/{_id}/:send?api-version=2022-06-01",
            $"POST /api/hubs/chat/users/{_id}/:send?api-version=2022-06-01",
            $"PUT /api/hubs/chat/users/{_id}/groups/g?api-version=2022-06-01",
            $"DELETE /api/hubs/chat/users/{_id}/groups?api-version=2022-06-01",
        ], calls);
        Assert.Contains("""{"Target":"hello","Arguments":[{""", _test.SignalR.Calls($"groups/{_id}").Single().Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"TARGET":"t","arguments":[{"At":"2026-01-01T00:00:00.0000000Z","n":1.50}],"GroupName":"<id>/ü"}""", "POST", "groups/<id>%2F%C3%BC/:send", """{"Target":"t","Arguments":[{"At":"2026-01-01T00:00:00.0000000Z","n":1.50}]}""")]
    [InlineData("""{"target":"t","arguments":[],"connectionId":"<id>","userId":"u","groupName":"g"}""", "POST", "connections/<id>/:send", """{"Target":"t","Arguments":[]}""")]
    [InlineData("""{"action":"ADD","connectionId":"<id>","groupName":"g"}""", "PUT", "groups/g/connections/<id>", "")]
    [InlineData("""{"Action":"remove","userId":"<id>","groupName":"g"}""", "DELETE", "users/<id>/groups/g", "")]
    public async Task Items_are_read_without_regard_to_case_and_their_arguments_stay_as_they_are(string item, string method, string path, string body)
    {
        using var response = await OutputAsync("none", $"{{\"first\":{item.Replace("<id>", _id, StringComparison.Ordinal)}}}");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        var call = _test.SignalR.Calls(_id).Single();
        Assert.Equal((method, $"/api/hubs/chat/{path.Replace("<id>", _id, StringComparison.Ordinal)}?api-version=2022-06-01", body), (call.Method, call.Path, call.Body));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"first":null}""")]
    [InlineData("""{"first":[]}""")]
    [InlineData("""{"first":[{"action":"removeAll","connectionId":"c"}]}""")]
    public async Task Nothing_is_sent_for_an_output_without_items(string outputs)
    {
        using var response = await OutputAsync("none", outputs);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Theory]
    [InlineData("""{"target":"t"}""")]
    [InlineData("""{"action":"unknown","userId":"u","groupName":"g"}""")]
    [InlineData("""{"action":"add","groupName":"g"}""")]
    [InlineData("""{"action":"add","userId":"u"}""")]
    [InlineData("1")]
    public async Task An_item_that_is_neither_a_message_nor_a_group_action_fails(string item)
    {
        using var response = await OutputAsync("none", $"{{\"first\":[{item}]}}");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Fact]
    public async Task A_call_carries_a_token_for_its_address()
    {
        using var response = await OutputAsync("none", Message(_id));

        var token = _test.SignalR.Calls(_id).Single().Authorization["Bearer ".Length..];
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidateIssuer = false,
            ValidAudience = $"http://127.0.0.1/api/hubs/chat/groups/{_id}/:send?api-version=2022-06-01",
            IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(FakeSignalR.AccessKey)),
        });
        Assert.True(result.IsValid, $"{result.Exception}");
    }

    [Fact]
    public async Task A_failing_output_makes_an_answer_without_a_body_an_empty_500()
    {
        _test.SignalR.Fail(_id);

        using var response = await OutputAsync("none", Message(_id));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_failing_output_cuts_an_answer_of_unknown_length()
    {
        _test.SignalR.Fail(_id);

        using var response = await OutputAsync("chunked", Message(_id));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_failing_output_closes_the_connection_after_an_answer_of_known_length()
    {
        _test.SignalR.Fail(_id);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(_test.Host.Url).Port);
        var body = Message(_id);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/output/sized HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));

        // Ends only when the host closes the connection.
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync().WaitAsync(Until.Limit);

        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Connection: close", answer, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("""{"answer":"complete"}""", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_of_known_length_is_complete_before_its_output_is()
    {
        var hold = _test.SignalR.Hold(_id);

        using var response = await OutputAsync("sized", Message(_id)).WaitAsync(Until.Limit);
        var answer = await response.Content.ReadAsStringAsync().WaitAsync(Until.Limit);
        await hold.ReachedAsync();
        hold.Release();

        Assert.Equal("""{"answer":"complete"}""", answer);
    }

    [Fact]
    public async Task Items_of_an_output_are_sent_one_after_another_until_the_first_failure()
    {
        var second = _test.SignalR.Hold($"second{_id}");
        _test.SignalR.Answer($"third{_id}", http =>
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
        var sending = OutputAsync(
            "none", $"{{\"first\":[{Item($"first{_id}")},{Item($"second{_id}")},{Item($"third{_id}")},{Item($"fourth{_id}")}],\"second\":{Item($"other{_id}")}}}");
        await second.ReachedAsync();
        await _test.SignalR.CallsAsync($"other{_id}", 1);
        Assert.Empty(_test.SignalR.Calls($"third{_id}"));
        second.Release();
        using var response = await sending;

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Single(_test.SignalR.Calls($"third{_id}"));
        Assert.Empty(_test.SignalR.Calls($"fourth{_id}"));
    }

    [Theory]
    [InlineData("Error.Connection.NotExisted", HttpStatusCode.NoContent)]
    [InlineData("Error.Other", HttpStatusCode.InternalServerError)]
    public async Task Adding_a_closed_connection_to_a_group_succeeds(string error, HttpStatusCode expected)
    {
        _test.SignalR.Answer(_id, http =>
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            http.Response.Headers["x-ms-error-code"] = error;
            return Task.CompletedTask;
        });

        using var response = await OutputAsync("none", $"{{\"first\":{{\"action\":\"add\",\"connectionId\":\"{_id}\",\"groupName\":\"g\"}}}}");

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task A_caller_that_disconnects_before_its_answer_cancels_the_outputs()
    {
        var hold = _test.SignalR.Hold($"hold{_id}");
        using var leave = new CancellationTokenSource();
        var sending = _test.Http.PostAsync(new Uri($"/api/output/none?await={hold.Url}", UriKind.Relative), Content(Message($"lost{_id}")), leave.Token);
        await hold.ReachedAsync();
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await Until.TrueAsync(() => _test.Logs.Any(log => log.Contains("RequestCanceled: The request was canceled", StringComparison.Ordinal)));
        hold.Release();

        // Logged after the function has ended, instead of sending its outputs.
        await Until.TrueAsync(() => _test.Logs.Any(log => log.Contains("Output: the request couldn't be forwarded", StringComparison.Ordinal)));
        using var next = await OutputAsync("none", Message($"next{_id}"));
        Assert.Single(_test.SignalR.Calls($"next{_id}"));
        Assert.Empty(_test.SignalR.Calls($"lost{_id}"));
    }

    private static string Item(string group) => JsonSerializer.Serialize(new { target = "t", arguments = Array.Empty<int>(), groupName = group });

    private static string Message(string group) => $"{{\"first\":[{Item(group)}]}}";

    private static StringContent Content(string json) => new(json, Encoding.UTF8, "application/json");

    private async Task<HttpResponseMessage> OutputAsync(string kind, string outputs)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/output/{kind}") { Content = Content(outputs) };
        return await _test.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
