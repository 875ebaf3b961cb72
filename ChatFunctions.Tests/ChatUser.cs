using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatFunctions.Tests.Hosting;

namespace ChatFunctions.Tests;

/// <summary>A registered user with an HTTP client.</summary>
internal sealed class ChatUser : IDisposable
{
    public const string Password = "correct horse battery";

    private ChatUser(Uri app, JsonNode session, ICollection<Exchange>? record = null)
    {
        Session = session;
        Http = ClientOf(app, (string?)session["accessToken"], record);
    }

    public JsonNode Session { get; }

    public HttpClient Http { get; }

    public string Id => (string)Session["user"]!["id"]!;

    public string Login => (string)Session["user"]!["login"]!;

    public string Username => (string)Session["user"]!["username"]!;

    public static async Task<ChatUser> RegisterAsync(Uri app, string? username = null, ICollection<Exchange>? record = null)
    {
        using var http = ClientOf(app, token: null, record);
        using var response = await http.PostAsJsonAsync("register", new { login = $"u{Guid.NewGuid():N}", password = Password, username });
        Assert.True(response.StatusCode == HttpStatusCode.Created, $"POST register: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return new ChatUser(app, await Json(response), record);
    }

    /// <summary>The user of a session.</summary>
    public static ChatUser Of(Uri app, JsonNode session) => new(app, session);

    /// <summary>An HTTP client whose answers are checked against the API's description. Without a token, it is anonymous.</summary>
    public static HttpClient ClientOf(Uri app, string? token, ICollection<Exchange>? record = null)
    {
        var http = new HttpClient(new DescribedHandler(record)) { BaseAddress = new Uri(app, "/api/") };
        if (token is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return http;
    }

    /// <summary>The same user at another instance.</summary>
    public ChatUser At(Uri app) => new(app, Session);

    /// <summary>The same user with another session.</summary>
    public ChatUser With(JsonNode session) => new(new Uri(Http.BaseAddress!, "/"), session);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = body is string text ? new StringContent(text, Encoding.UTF8, "application/json") : JsonContent.Create(body);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return Http.SendAsync(request);
    }

    /// <summary>Sends a request, expects the status, and returns the JSON of the answer (null: no body).</summary>
    public async Task<JsonNode> ExpectAsync(HttpStatusCode expected, HttpMethod method, string path, object? body = null, string? ifMatch = null)
    {
        using var response = await SendAsync(method, path, body, ifMatch);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public Task<JsonNode> GetAsync(string path) => ExpectAsync(HttpStatusCode.OK, HttpMethod.Get, path);

    /// <summary>Sends a request and expects a problem document with this status and code.</summary>
    public async Task<JsonNode> RefusedAsync(int status, string code, HttpMethod method, string path, object? body = null, string? ifMatch = null)
    {
        using var response = await SendAsync(method, path, body, ifMatch);
        return await Problems.AssertAsync(response, status, code);
    }

    /// <returns>The new room's id.</returns>
    public async Task<string> CreateRoomAsync(string name, params ChatUser[] members) =>
        (string)(await ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, "rooms", new { name, members = members.Select(member => member.Id) }))["id"]!;

    public Task<JsonNode> SendMessageAsync(string roomId, string text, string? clientMessageId = null) =>
        ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/messages", new { text, clientMessageId });

    /// <returns>The texts of the room's messages, oldest first.</returns>
    public async Task<string[]> TextsAsync(string roomId) =>
        [.. (await GetAsync($"rooms/{roomId}/messages?limit=200"))["items"]!.AsArray().Reverse().Select(message => (string)message!["text"]!)];

    public void Dispose() => Http.Dispose();

    private static async Task<JsonNode> Json(HttpResponseMessage response) =>
        (await JsonSerializer.DeserializeAsync<JsonNode>(await response.Content.ReadAsStreamAsync()))!;
}
