using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Emulators.Tests.FunctionsHost;

/// <summary>Sends webhook calls like Azure SignalR Service.</summary>
internal static class Upstream
{
    /// <summary>The signature in the service's documentation, for this connection and the emulator's key.</summary>
    public const string GoldenSignature = "sha256=8f58e951ef866676949179dd4608e9b9f545f61e5b63f82a938b14145be5f7ee";

    public const string Connection = "connectionId123";

    public static HttpRequestMessage Event(string category, string name, string body, string user = "alice", string connection = Connection) =>
        Event(category, name, Encoding.UTF8.GetBytes(body), "application/json", user, connection);

    public static HttpRequestMessage Event(string category, string name, byte[] body, string type, string user = "alice", string connection = Connection)
    {
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(FakeSignalR.AccessKey), Encoding.UTF8.GetBytes(connection));
        return new(HttpMethod.Post, "/runtime/webhooks/signalr")
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new(type) } },
            Headers =
            {
                { "X-ASRS-Hub", "chat" }, { "X-ASRS-Category", category }, { "X-ASRS-Event", name }, { "X-ASRS-Connection-Id", connection },
                { "X-ASRS-User-Id", user }, { "X-ASRS-User-Claims", "role: admin, role: other, nbf: 1" }, { "X-ASRS-Client-Query", "?device=phone" },
                { "X-ASRS-Signature", "sha256=" + Convert.ToHexStringLower(hash) },
            },
        };
    }

    public static async Task<HttpStatusCode> PostAsync(TestHost test, HttpRequestMessage reported, string query = "")
    {
        reported.RequestUri = new(reported.RequestUri + query, UriKind.Relative);
        using var response = await test.Http.SendAsync(reported);
        return response.StatusCode;
    }
}
