using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace ChatFunctions.Tests.Accounts;

/// <summary>The three steps of a key rotation in docs/deployment.md, with instances before and after each step.</summary>
public sealed class TokenKeyTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    private const string OldKey = ChatInstance.TokenKey;
    private const string NewKey = "the next key, as good as the last one";

    [Fact]
    public async Task A_token_identifies_its_key_by_a_hash()
    {
        await using var another = await chat.StartAnotherAsync();
        await using var rotated = await StartAsync(NewKey, OldKey);
        using var here = await chat.NewUserAsync();
        using var there = await ChatUser.RegisterAsync(another.Url);
        using var after = await ChatUser.RegisterAsync(rotated.Url);

        var expected = System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(OldKey)).AsSpan(0, 8));
        Assert.Equal(expected, KeyId(here.Session));
        Assert.Equal(expected, KeyId(there.Session));
        Assert.NotEqual(expected, KeyId(after.Session));
    }

    [Fact]
    public async Task A_rotation_of_keys_ends_no_session()
    {
        using var ada = await chat.NewUserAsync();
        await using var told = await StartAsync(OldKey, NewKey);
        await AssertEachTakesTheOthersTokensAsync(chat.App, told);

        await using var signing = await StartAsync(NewKey, OldKey);
        await AssertEachTakesTheOthersTokensAsync(told, signing);
        await AssertTakesAsync(signing, ada.Session);

        await using var done = await StartAsync(NewKey, otherKey: "");
        await AssertEachTakesTheOthersTokensAsync(signing, done);
    }

    [Fact]
    public async Task An_access_token_of_a_removed_key_is_refused_and_the_session_can_be_refreshed()
    {
        using var ada = await chat.NewUserAsync();
        await using var done = await StartAsync(NewKey, otherKey: "");
        using var there = ada.At(done.Url);

        await there.RefusedAsync(401, "unauthorized", HttpMethod.Get, "me");
        var session = await there.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, "refresh", new { refreshToken = (string)ada.Session["refreshToken"]! });

        await AssertTakesAsync(done, session);
    }

    [Fact]
    public async Task A_token_of_an_unknown_key_is_refused()
    {
        await using var stranger = await StartAsync("a key that no instance was ever given", otherKey: "");
        await using var signing = await StartAsync(NewKey, OldKey);
        using var eve = await ChatUser.RegisterAsync(stranger.Url);
        using var there = eve.At(signing.Url);

        await there.RefusedAsync(401, "unauthorized", HttpMethod.Get, "me");
    }

    [Theory]
    [InlineData("short", "too short")]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://vault.example/secrets/other-token-key)", "could not resolve")]
    public async Task A_weak_other_key_prevents_the_start(string otherKey, string complaint)
    {
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(NewKey, otherKey));

        var refused = Assert.IsType<OptionsValidationException>(thrown.GetBaseException());
        Assert.Contains("Chat__OtherTokenKey", refused.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, refused.Message, StringComparison.Ordinal);
    }

    private Task<ChatInstance> StartAsync(string key, string otherKey) =>
        chat.StartAnotherAsync(null, $"Chat:TokenKey={key}", $"Chat:OtherTokenKey={otherKey}");

    private static async Task AssertEachTakesTheOthersTokensAsync(ChatInstance one, ChatInstance other)
    {
        using var ada = await ChatUser.RegisterAsync(one.Url);
        using var ben = await ChatUser.RegisterAsync(other.Url);
        await AssertTakesAsync(other, ada.Session);
        await AssertTakesAsync(one, ben.Session);
    }

    private static async Task AssertTakesAsync(ChatInstance app, JsonNode session)
    {
        using var http = ChatUser.ClientOf(app.Url, (string)session["accessToken"]!);
        using var response = await http.GetAsync("me");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static string? KeyId(JsonNode session) => new JsonWebToken((string)session["accessToken"]!).Kid;
}
