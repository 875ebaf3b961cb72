using System.Text;
using ChatFunctions.Accounts;
using ChatFunctions.Hosting;
using Microsoft.AspNetCore.Http;

namespace ChatFunctions.Tests.Hosting;

public sealed class RequestBodyTests
{
    [Fact]
    public async Task A_body_that_the_client_aborts_is_a_bad_request()
    {
        var refusal = await RefusalAsync(new IOException("The client reset the request stream."));

        Assert.Equal((400, "bad_request"), (refusal?.Status, refusal?.Code));
    }

    [Fact]
    public async Task A_body_that_the_server_refuses_has_the_servers_status()
    {
        var refusal = await RefusalAsync(new BadHttpRequestException("Reading the request body timed out.", 408));

        Assert.Equal((408, "bad_request"), (refusal?.Status, refusal?.Code));
    }

    [Fact]
    public async Task Validation_messages_are_readable_and_name_their_field()
    {
        var http = new DefaultHttpContext();
        http.Request.Body = new MemoryStream("""{"login":"ab","username":" "}"""u8.ToArray());

        var refusal = (await http.Request.ReadAsync<RegisterRequest, RegisterValidator>(CancellationToken.None)).Refusal;

        Assert.Equal(
            ["login: Use 3-64 characters.", "password: This field is required.", "username: Use 1-64 characters."],
            refusal!.Errors!.SelectMany(field => field.Value, (field, message) => $"{field.Key}: {message}"));
    }

    private static async Task<Refusal?> RefusalAsync(Exception failure)
    {
        var http = new DefaultHttpContext();
        http.Request.Body = new BrokenBody(failure);
        return (await http.Request.ReadAsync<RefreshRequest>(CancellationToken.None)).Refusal;
    }

    /// <summary>A stream that fails after its beginning.</summary>
    private sealed class BrokenBody(Exception failure) : MemoryStream(Encoding.UTF8.GetBytes("{\"refreshToken\":"))
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is var read and > 0 ? read : throw failure;
    }
}
