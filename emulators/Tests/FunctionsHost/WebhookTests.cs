using System.Net;
using System.Text.Json;
using MessagePack;

namespace Emulators.Tests.FunctionsHost;

[Collection(SharedHostTests.Name)]
public sealed class WebhookTests(SharedHost shared)
{
    private readonly TestHost _test = shared.Test;

    [Theory]
    [InlineData("alice", HttpStatusCode.OK)]
    [InlineData("refused", HttpStatusCode.Forbidden)]
    public async Task A_function_that_fails_refuses_the_connection(string user, HttpStatusCode expected)
    {
        using var reported = Upstream.Event("connections", "connected", """{"type":10}""", user);

        Assert.Equal(expected, await Upstream.PostAsync(_test, reported));
    }

    [Fact]
    public async Task A_function_gets_the_event_with_user_claims_query_and_error_and_its_output_is_sent()
    {
        var connection = $"{Guid.NewGuid()}";
        using var reported = Upstream.Event("connections", "disconnected", """{"type":11,"error":"lost"}""", connection: connection);

        Assert.Equal(HttpStatusCode.OK, await Upstream.PostAsync(_test, reported));

        var context = JsonElement.Parse(_test.SignalR.Calls(connection).Single().Body).GetProperty("Arguments")[0];
        Assert.Equal("alice", context.GetProperty("UserId").GetString());
        Assert.Equal("lost", context.GetProperty("Error").GetString());
        Assert.Equal(connection, context.GetProperty("ConnectionId").GetString());
        Assert.Equal("admin", context.GetProperty("Claims").GetProperty("role")[0].GetString());
        Assert.Equal("phone", context.GetProperty("Query").GetProperty("device")[0].GetString());
        Assert.Equal("chat", context.GetProperty("Headers").GetProperty("X-ASRS-Hub")[0].GetString());
    }

    [Theory]
    [InlineData("""["hi",2]""", """{"type":3,"invocationId":"7","result":"alice: hi 2"}""")]
    [InlineData("""["throw",2]""", """{"type":3,"invocationId":"7","error":"*thrown by the app*"}""")]
    [InlineData("""["hi"]""", """{"type":3,"invocationId":"7","error":"The function takes 2 arguments, but 1 were given."}""")]
    public async Task An_invocation_returns_its_completion(string arguments, string completion)
    {
        using var reported = Upstream.Event("messages", "say", $$"""{"type":1,"invocationId":"7","target":"say","arguments":{{arguments}}}""");
        using var response = await _test.Http.SendAsync(reported);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.EndsWith("\u001e", answer, StringComparison.Ordinal);
        var parts = completion.Split('*');
        Assert.StartsWith(parts[0], answer, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, answer, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("hi", """[3,{},"7",3,"alice: hi 300"]""")]
    [InlineData("throw", """[3,{},"7",1,"*thrown by the app*"]""")]
    public async Task An_invocation_in_MessagePack_is_answered_in_MessagePack(string text, string completion)
    {
        var body = MessagePackSerializer.Serialize(new object[] { 1, new Dictionary<string, string>(), "7", "say", new object[] { text, 300 } });
        using var reported = Upstream.Event("messages", "say", body, "application/x-msgpack");
        using var response = await _test.Http.SendAsync(reported);

        var answer = await response.Content.ReadAsByteArrayAsync();
        var lengthBytes = answer.TakeWhile(part => part > 0x7f).Count() + 1;
        var json = MessagePackSerializer.ConvertToJson(answer.AsMemory(lengthBytes));
        Assert.Equal("application/x-msgpack", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(answer.Length - lengthBytes, answer.Take(lengthBytes).Select((part, index) => (part & 0x7f) << (7 * index)).Sum());
        Assert.All(completion.Split('*'), part => Assert.Contains(part, json, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_invocation_without_an_id_is_answered_without_a_body()
    {
        using var reported = Upstream.Event("messages", "SAY", """{"type":1,"target":"say","arguments":["throw",2]}""");
        using var response = await _test.Http.SendAsync(reported);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(Upstream.GoldenSignature, HttpStatusCode.OK)]
    [InlineData("SHA256=8F58E951EF866676949179DD4608E9B9F545F61E5B63F82A938B14145BE5F7EE", HttpStatusCode.OK)]
    [InlineData($"sha256=0000,{Upstream.GoldenSignature}", HttpStatusCode.OK)]
    [InlineData("sha256=8f58e951ef866676949179dd4608e9b9f545f61e5b63f82a938b14145be5f7ef", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task One_signature_with_the_access_key_is_enough(string? signature, HttpStatusCode expected)
    {
        using var reported = Upstream.Event("connections", "connected", """{"type":10}""");
        reported.Headers.Remove("X-ASRS-Signature");
        if (signature is not null)
            reported.Headers.Add("X-ASRS-Signature", signature);

        Assert.Equal(expected, await Upstream.PostAsync(_test, reported));
    }

    [Theory]
    [InlineData("X-ASRS-Hub")]
    [InlineData("X-ASRS-Category")]
    [InlineData("X-ASRS-Event")]
    [InlineData("X-ASRS-Connection-Id")]
    public async Task An_event_without_a_required_header_is_refused(string header)
    {
        using var reported = Upstream.Event("connections", "connected", """{"type":10}""");
        reported.Headers.Remove(header);

        Assert.Equal(HttpStatusCode.BadRequest, await Upstream.PostAsync(_test, reported));
    }

    [Theory]
    [InlineData("text/plain", "connections", "connected", """{"type":10}""", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", "messages", "unheard", """{"type":1,"target":"unheard","arguments":[]}""", HttpStatusCode.NotFound)]
    [InlineData("application/json", "connections", "disconnected", """{"type":10}""", HttpStatusCode.InternalServerError)]
    [InlineData("application/json", "connections", "disconnected", "no JSON", HttpStatusCode.InternalServerError)]
    [InlineData("application/json", "connections", "disconnected", "[]", HttpStatusCode.InternalServerError)]
    [InlineData("application/json", "messages", "say", """{"type":1,"target":"other","arguments":["x",1]}""", HttpStatusCode.InternalServerError)]
    [InlineData("application/x-msgpack", "messages", "say", "no MessagePack", HttpStatusCode.InternalServerError)]
    public async Task Other_events_are_refused(string type, string category, string name, string body, HttpStatusCode expected)
    {
        using var reported = Upstream.Event(category, name, System.Text.Encoding.UTF8.GetBytes(body), type);

        Assert.Equal(expected, await Upstream.PostAsync(_test, reported));
    }
}
