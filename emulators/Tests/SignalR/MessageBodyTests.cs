using System.Text;
using SignalR.Service.Rest;

namespace Emulators.Tests.SignalR;

public sealed class MessageBodyTests
{
    [Theory]
    [InlineData("""{"target":"t","arguments":[1.0, "\u00e9", {"a" : null}]}""", """{"type":1,"target":"t","arguments":[1.0, "\u00e9", {"a" : null}]}""")]
    [InlineData("""{"arguments":[],"other":1,"target":"t"}""", """{"type":1,"target":"t","arguments":[]}""")]
    [InlineData("""{"target":"t"}""", """{"type":1,"target":"t","arguments":[]}""")]
    [InlineData("""{"target":"t","arguments":null}""", """{"type":1,"target":"t","arguments":[]}""")]
    [InlineData("""{"Target":"t","Arguments":[{"Text":"x"}]}""", """{"type":1,"target":"t","arguments":[{"Text":"x"}]}""")]
    [InlineData("""{"TARGET":"t","arguMents":[1]}""", """{"type":1,"target":"t","arguments":[1]}""")]
    [InlineData("""{"target":"t","arguments":["\ud800"]}""", """{"type":1,"target":"t","arguments":["\ud800"]}""")]
    public void A_body_becomes_the_message_that_clients_get_with_its_arguments_byte_for_byte(string body, string expected)
    {
        Assert.True(MessageBody.TryParse(Encoding.UTF8.GetBytes(body), out var frame, out _));

        Assert.Equal(expected + "\u001e", Encoding.UTF8.GetString(frame.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"arguments":[]}""")]
    [InlineData("""{"target":null,"arguments":[]}""")]
    [InlineData("""{"target":5,"arguments":[]}""")]
    [InlineData("""{"target":"\ud800","arguments":[]}""")]
    [InlineData("""{"target":"t","arguments":[],"\udc00":1}""")]
    [InlineData("""{"target":"t","arguments":{}}""")]
    [InlineData("""{"target":"t","arguments":"x"}""")]
    [InlineData("""{"target":"t","arguments":[]} trailing""")]
    [InlineData("""{"target":"t","arguments":[/* comment */]}""")]
    public async Task A_body_that_is_not_a_message_is_a_bad_request(string body)
    {
        await using var server = await SignalRServer.StartAsync();

        Assert.Equal(400, await server.StatusAsync("POST", "/api/hubs/chat/:send", body));
    }

    [Fact]
    public void A_body_that_is_not_utf8_is_refused()
    {
        byte[] body = [.. """{"target":"t","arguments":[" """u8, 0xff, .. "\"]}"u8];

        Assert.False(MessageBody.TryParse(body, out _, out string fault));
        Assert.Contains("UTF-8", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_has_1_MiB_at_most()
    {
        await using var server = await SignalRServer.StartAsync();
        await using var client = await DotNetClient.ConnectAsync(server);

        Assert.Equal(413, await server.StatusAsync("POST", "/api/hubs/chat/:send", BodyOf(1024 * 1024 + 1)));
        Assert.Equal(202, await server.StatusAsync("POST", "/api/hubs/chat/:send", BodyOf(1024 * 1024)));
        Assert.Equal(1024 * 1024, BodyOf((await client.NextTextAsync())!).Length);
    }

    [Theory, InlineData("application/x-msgpack"), InlineData("application/octet-stream"), InlineData("text/plain")]
    public async Task A_body_of_another_type_is_refused(string type)
    {
        await using var server = await SignalRServer.StartAsync();
        using var body = new StringContent(BodyOf("x"), Encoding.UTF8, type);

        using var answer = await server.CallAsync("POST", "/api/hubs/chat/:send", body);

        Assert.Equal(415, (int)answer.StatusCode);
    }

    private static string BodyOf(int length) => BodyOf(new string('x', length - BodyOf("").Length));

    private static string BodyOf(string text) => $$"""{"target":"newMessage","arguments":["{{text}}"]}""";
}
