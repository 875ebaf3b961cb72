using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.SignalR;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.SignalR;

public sealed class MessagePackTests
{
    [Theory]
    [InlineData("00", "0")]
    [InlineData("7f", "127")]
    [InlineData("ff", "-1")]
    [InlineData("e0", "-32")]
    [InlineData("cc80", "128")]
    [InlineData("cdffff", "65535")]
    [InlineData("ceffffffff", "4294967295")]
    [InlineData("cfffffffffffffffff", "18446744073709551615")]
    [InlineData("d080", "-128")]
    [InlineData("d18000", "-32768")]
    [InlineData("d280000000", "-2147483648")]
    [InlineData("d38000000000000000", "-9223372036854775808")]
    [InlineData("ca3fc00000", "1.5")]
    [InlineData("cb3ff8000000000000", "1.5")]
    [InlineData("c0", "null")]
    [InlineData("c2", "false")]
    [InlineData("c3", "true")]
    [InlineData("a3616263", "\"abc\"")]
    [InlineData("d903616263", "\"abc\"")]
    [InlineData("da0003616263", "\"abc\"")]
    [InlineData("c403010203", "\"AQID\"")]
    [InlineData("93010293c0c2c3", "[1,2,[null,false,true]]")]
    [InlineData("a1ff", "\"\\uFFFD\"")]
    [InlineData("dc000201a0", "[1,\"\"]")]
    [InlineData("82a16101a16290", "{\"a\":1,\"b\":[]}")]
    [InlineData("de0001a16181a162c0", "{\"a\":{\"b\":null}}")]
    [InlineData("d6ff6740a2f0", "\"2024-11-22T15:27:44+00:00\"")]
    public void MessagePack_reads_as_json(string hex, string json)
    {
        Assert.Equal(json, MessagePackReader.ToJson(Convert.FromHexString(hex)).GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("c1")]
    [InlineData("a361")]
    [InlineData("92")]
    [InlineData("dbffffffff")]
    [InlineData("81c001")]
    [InlineData("ca7f800000")]
    public void What_is_no_message_pack_is_refused(string hex)
    {
        Assert.Throws<FormatException>(() => MessagePackReader.ToJson(Convert.FromHexString(hex)));
    }

    [Fact]
    public void Nesting_has_an_end()
    {
        Assert.Throws<FormatException>(() => MessagePackReader.ToJson(Enumerable.Repeat((byte)0x91, 100_000).ToArray()));
    }

    [Theory]
    [InlineData("""{"text":"hällo","count":7,"large":9007199254740993,"negative":-5,"half":0.5,"yes":true,"no":false,"none":null,"list":[1,[],{}]}""")]
    [InlineData("""[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]""")]
    public void What_is_written_reads_the_same(string json)
    {
        var written = new ArrayBufferWriter<byte>();

        MessagePackWriter.Write(written, JsonElement.Parse(json));

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(json), MessagePackReader.ToJson(written.WrittenSpan)));
    }

    [Theory]
    [InlineData("hello", 3)]
    [InlineData("fail", 1)]
    public async Task A_call_in_message_pack_is_answered_in_it(string text, int kind)
    {
        await using var app = await FunctionApp.StartAsync<Functions>(settings: Listening.Connection);
        var message = new ArrayBufferWriter<byte>();
        MessagePackWriter.Write(message, JsonElement.Parse($$"""[1,{},"42","echo",["{{text}}",{{string.Join(',', Enumerable.Repeat("100000", 50))}}]]"""));
        var body = new ByteArrayContent(message.WrittenSpan.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-msgpack") } };

        using var response = await Upstream.PostAsync(app, Upstream.Event("messages", "echo", body));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var (length, start) = ReadLength(await response.Content.ReadAsByteArrayAsync());
        var answer = (await response.Content.ReadAsByteArrayAsync()).AsMemory(start);
        Assert.Equal(answer.Length, length);
        var completion = MessagePackReader.ToJson(answer.Span);
        Assert.Equal($"[3,{{}},\"42\",{kind.ToString(CultureInfo.InvariantCulture)}", completion.GetRawText()[..12]);
        Assert.Contains(text, completion[4].GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    private static (int Length, int Start) ReadLength(byte[] framed)
    {
        var (length, start) = (0, 0);
        do
            length |= (framed[start] & 0x7f) << (7 * start);
        while ((framed[start++] & 0x80) != 0);

        return (length, start);
    }

    public sealed class Functions
    {
        [Function("Echo")]
        public object[] Echo([SignalRTrigger("chat", "messages", "echo")] SignalRInvocationContext context) =>
            context.Arguments![0].ToString() == "fail" ? throw new InvalidOperationException("Fail, as asked.") : context.Arguments;
    }
}
