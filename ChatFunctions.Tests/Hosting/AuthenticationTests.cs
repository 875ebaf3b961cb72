using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Hosting;

public sealed class AuthenticationTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    private static readonly object Header = new { alg = "HS256", typ = "JWT" };

    [Fact]
    public async Task A_request_without_a_token_is_refused() => await AssertRefusedAsync(token: null);

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.")]
    public async Task A_malformed_token_is_refused(string token) => await AssertRefusedAsync(token);

    [Fact]
    public async Task The_tests_own_signing_makes_a_valid_token()
    {
        using var ada = await chat.NewUserAsync();

        await AssertAcceptedAsync(Signed(Header, Claims(ada), ChatInstance.TokenKey));
    }

    [Fact]
    public async Task A_token_signed_with_another_key_is_refused()
    {
        using var ada = await chat.NewUserAsync();

        await AssertRefusedAsync(Signed(Header, Claims(ada), "another key, as long as the real one"));
    }

    [Fact]
    public async Task A_token_whose_claims_were_changed_is_refused()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var token = ((string)eve.Session["accessToken"]!).Split('.');

        await AssertRefusedAsync($"{token[0]}.{Encode(Claims(ada))}.{token[2]}");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    public async Task An_unsigned_token_is_refused(string algorithm)
    {
        using var ada = await chat.NewUserAsync();

        await AssertRefusedAsync($"{Encode(new { alg = algorithm, typ = "JWT" })}.{Encode(Claims(ada))}.");
    }

    [Fact]
    public async Task A_token_for_another_audience_is_refused()
    {
        using var ada = await chat.NewUserAsync();

        await AssertRefusedAsync(Signed(Header, Claims(ada, audience: "elsewhere"), ChatInstance.TokenKey));
        await AssertRefusedAsync(Signed(Header, Claims(ada, issuer: "elsewhere"), ChatInstance.TokenKey));
    }

    [Fact]
    public async Task A_token_without_an_expiry_is_refused()
    {
        using var ada = await chat.NewUserAsync();

        await AssertRefusedAsync(Signed(Header, new { iss = "chat", aud = "chat", sub = ada.Id, name = "Ada", sid = "s" }, ChatInstance.TokenKey));
    }

    [Fact]
    public async Task A_token_with_a_critical_extension_or_from_the_future_is_refused()
    {
        using var ada = await chat.NewUserAsync();
        string[] critical = ["exp"];
        var early = new Dictionary<string, object>(JsonSerializer.SerializeToElement(Claims(ada)).EnumerateObject().Select(claim => KeyValuePair.Create(claim.Name, (object)claim.Value)))
        {
            ["nbf"] = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds(),
        };

        await AssertRefusedAsync(Signed(new { alg = "HS256", typ = "JWT", crit = critical }, Claims(ada), ChatInstance.TokenKey));
        await AssertRefusedAsync(Signed(Header, early, ChatInstance.TokenKey));
    }

    [Fact]
    public async Task A_token_works_for_fifteen_minutes_and_no_longer()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = await chat.StartAnotherAsync(services => services.AddSingleton<TimeProvider>(time));
        using var ada = await ChatUser.RegisterAsync(app.Url);

        time.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        await ada.GetAsync("me");
        time.Advance(TimeSpan.FromSeconds(1));
        await ada.RefusedAsync(401, "unauthorized", HttpMethod.Get, "me");
    }

    [Fact]
    public async Task Every_instance_with_the_key_accepts_the_token()
    {
        using var ada = await chat.NewUserAsync();
        await using var another = await chat.StartAnotherAsync();
        using var there = ada.At(another.Url);

        Assert.Equal(ada.Id, (string?)(await there.GetAsync("me"))["id"]);
    }

    private async Task AssertRefusedAsync(string? token)
    {
        using var http = ChatUser.ClientOf(chat.App.Url, token);
        using var response = await http.GetAsync("me");
        await Problems.AssertAsync(response, 401, "unauthorized");
    }

    private async Task AssertAcceptedAsync(string token)
    {
        using var http = ChatUser.ClientOf(chat.App.Url, token);
        using var response = await http.GetAsync("me");
        Assert.True(response.IsSuccessStatusCode);
    }

    private static object Claims(ChatUser user, string audience = "chat", string issuer = "chat") => new
    {
        iss = issuer,
        aud = audience,
        sub = user.Id,
        name = user.Username,
        sid = "s",
        exp = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds(),
    };

    private static string Signed(object header, object claims, string key)
    {
        var content = $"{Encode(header)}.{Encode(claims)}";
        return $"{content}.{Base64Url(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.ASCII.GetBytes(content)))}";
    }

    private static string Encode(object value) => Base64Url(JsonSerializer.SerializeToUtf8Bytes(value));

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
