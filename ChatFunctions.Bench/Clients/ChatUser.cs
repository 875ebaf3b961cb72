using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ChatFunctions.Bench.Clients;

/// <summary>A registered user, for calls that aren't measured: creating rooms, adding members and negotiating.</summary>
internal sealed class ChatUser : IDisposable
{
    private readonly HttpClient _http;

    private ChatUser(HttpClient http, int port, JsonNode session)
    {
        (_http, Port, Token, Id) = (http, port, (string)session["accessToken"]!, (string)session["user"]!["id"]!);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    /// <summary>The app's port.</summary>
    public int Port { get; }

    public string Id { get; }

    public string Token { get; }

    public static async Task<ChatUser> RegisterAsync(int port, int number)
    {
        var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/") };
        using var response = await http.PostAsJsonAsync("register", new { login = string.Create(CultureInfo.InvariantCulture, $"member-{number}"), password = "correct horse battery" });
        return new ChatUser(http, port, await JsonAsync(response));
    }

    /// <returns>The room's id.</returns>
    public async Task<string> CreateRoomAsync(string name, IReadOnlyList<ChatUser> others)
    {
        var room = await PostAsync("rooms", new { name, members = others.Take(Limits.MembersAtCreation).Select(user => user.Id) });
        var roomId = (string)room["id"]!;
        foreach (var late in others.Skip(Limits.MembersAtCreation))
        {
            using var response = await _http.PutAsJsonAsync($"rooms/{roomId}/members/{late.Id}", new { });
            response.EnsureSuccessStatusCode();
        }

        return roomId;
    }

    public async Task<JsonNode> PostAsync(string path, object? body)
    {
        using var response = await _http.PostAsJsonAsync(path, body);
        return await JsonAsync(response);
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new HttpRequestException($"{(int)response.StatusCode} {text}");
    }
}
