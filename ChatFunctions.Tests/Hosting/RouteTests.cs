using System.Net;
using System.Reflection;
using ChatFunctions.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Tests.Hosting;

public sealed class RouteTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Theory]
    [InlineData("nowhere")]
    [InlineData("rooms/a/b/c/d")]
    [InlineData("rooms/a/messages/1/reactions")]
    [InlineData("")]
    public async Task An_unknown_path_answers_with_a_problem_document(string path)
    {
        using var http = ChatUser.ClientOf(chat.App.Url, token: null);
        using var response = await http.GetAsync(path);

        await Problems.AssertAsync(response, 404, "not_found");
    }

    [Theory]
    [InlineData("PUT", "rooms", "GET, HEAD, POST")]
    [InlineData("GET", "register", "POST")]
    [InlineData("HEAD", "register", "POST")]
    [InlineData("OPTIONS", "rooms/a/messages/1", "DELETE, GET, HEAD, PATCH")]
    [InlineData("POST", "health", "GET, HEAD")]
    public async Task A_wrong_method_answers_with_the_allowed_ones(string method, string path, string allowed)
    {
        using var http = ChatUser.ClientOf(chat.App.Url, token: null);
        using var response = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        if (method != "HEAD")
        {
            await Problems.AssertAsync(response, 405, "method_not_allowed");
        }
    }

    [Theory]
    [InlineData("me", 200)]
    [InlineData("rooms?limit=5", 200)]
    [InlineData("rooms/nobodysroom", 404)]
    [InlineData("openapi.json", 200)]
    public async Task HEAD_answers_like_GET_without_a_body(string path, int status)
    {
        using var ada = await chat.NewUserAsync();
        using var get = await ada.SendAsync(HttpMethod.Get, path);
        using var head = await ada.SendAsync(HttpMethod.Head, path);

        Assert.Equal((status, status), ((int)get.StatusCode, (int)head.StatusCode));
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("00")]
    [InlineData("01")]
    [InlineData("+1")]
    [InlineData("%2B1")]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("first")]
    [InlineData("99999999999999999999")]
    public async Task A_seq_in_another_format_is_not_found(string seq)
    {
        using var ada = await chat.NewUserAsync();
        var message = $"rooms/{await ada.CreateRoomAsync("room")}/messages/{seq}";

        await ada.RefusedAsync(404, "message_not_found", HttpMethod.Get, message);
        await ada.RefusedAsync(404, "message_not_found", HttpMethod.Patch, message, new { text = "tea" });
        await ada.RefusedAsync(404, "message_not_found", HttpMethod.Delete, message);
        await ada.RefusedAsync(404, "message_not_found", HttpMethod.Put, message + "/reactions/%F0%9F%8D%B5");
        await ada.RefusedAsync(404, "message_not_found", HttpMethod.Delete, message + "/reactions/%F0%9F%8D%B5");
    }

    [Theory]
    [InlineData("01")]
    [InlineData("+1")]
    [InlineData("%2B1")]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("1%00")]
    [InlineData("%D9%A1")]
    [InlineData("99999999999999999999")]
    public async Task A_number_of_a_query_in_another_format_is_refused(string number)
    {
        using var ada = await chat.NewUserAsync();
        var room = $"rooms/{await ada.CreateRoomAsync("room")}";

        foreach (var parameter in new[] { "messages?limit", "messages?before", "messages?after", "messages?around", "events?after", "events?wait", "members?limit" })
        {
            await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, $"{room}/{parameter}={number}");
        }
    }

    [Fact]
    public async Task A_problem_document_has_the_trace_id_of_its_request()
    {
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        using var http = ChatUser.ClientOf(chat.App.Url, token: null);
        http.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-b7ad6b7169203331-01");
        using var response = await http.GetAsync("me");

        Assert.Equal(trace, (string?)(await Problems.AssertAsync(response, 401, "unauthorized"))["traceId"]);
    }

    [Fact]
    public void The_function_for_unknown_routes_is_the_last_one_in_alphabetical_order()
    {
        var names = typeof(UnknownRouteFunctions).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Select(method => method.GetCustomAttribute<FunctionAttribute>()?.Name)
            .OfType<string>()
            .ToArray();

        Assert.Equal(UnknownRouteFunctions.Name, names.Max(StringComparer.Ordinal));
        Assert.Equal(UnknownRouteFunctions.Name, names.Max(StringComparer.OrdinalIgnoreCase));
    }
}
