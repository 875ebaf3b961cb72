using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ChatFunctions.Tests.Accounts;

/// <summary>Calls that need no access token.</summary>
internal static class AccountClient
{
    public static Task<HttpResponseMessage> RegisterAsync(this HttpClient http, string login, string? password = ChatUser.Password, string? username = null) =>
        http.PostAsJsonAsync("register", new { login, password, username });

    public static Task<HttpResponseMessage> LogInAsync(this HttpClient http, string? login, string? password = ChatUser.Password) =>
        http.PostAsJsonAsync("login", new { login, password });

    public static Task<HttpResponseMessage> RefreshAsync(this HttpClient http, string? refreshToken, string? attemptId = null) =>
        http.PostAsJsonAsync("refresh", new { refreshToken, attemptId });

    /// <summary>Refreshes and expects success.</summary>
    public static async Task<JsonNode> RefreshedAsync(this HttpClient http, JsonNode session)
    {
        using var response = await http.RefreshAsync((string?)session["refreshToken"]);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    /// <summary>Logs in and expects success.</summary>
    public static async Task<JsonNode> LoggedInAsync(this HttpClient http, string login, string password = ChatUser.Password)
    {
        using var response = await http.LogInAsync(login, password);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    public static async Task AssertRefreshRefusedAsync(this HttpClient http, string? refreshToken)
    {
        using var response = await http.RefreshAsync(refreshToken);
        await Problems.AssertAsync(response, 401, "invalid_refresh_token");
    }
}
