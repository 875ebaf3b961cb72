using System.Text;
using ChatFunctions.Bench.Clients;

namespace ChatFunctions.Bench.Workloads;

/// <summary>Requests the newest page of a room's history over its own connection.</summary>
internal sealed class PageRequest : IDisposable
{
    private readonly HttpConnection _http;
    private readonly byte[] _request;

    private PageRequest(HttpConnection http, byte[] request) => (_http, _request) = (http, request);

    public static async Task<PageRequest> OpenAsync(ChatUser user, string roomId) => new(
        await HttpConnection.OpenAsync(user.Port),
        Encoding.ASCII.GetBytes(
            $"GET /api/rooms/{roomId}/messages?limit={Limits.PageSize} HTTP/1.1\r\nHost: 127.0.0.1:{user.Port}\r\nAuthorization: Bearer {user.Token}\r\n\r\n"));

    /// <exception cref="InvalidOperationException">The answer isn't a full page.</exception>
    public async Task ReadAsync()
    {
        var status = await _http.ExchangeAsync(_request);
        var messages = _http.Body().AsSpan().Count("\"type\":\"message\""u8);
        if (status != 200 || messages != Limits.PageSize)
        {
            throw new InvalidOperationException($"A page was answered {status} with {messages} messages.");
        }
    }

    public void Dispose() => _http.Dispose();
}
