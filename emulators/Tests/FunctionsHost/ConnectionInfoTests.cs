using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Emulators.Tests.FunctionsHost;

[Collection(SharedHostTests.Name)]
public sealed class ConnectionInfoTests(SharedHost shared)
{
    private readonly TestHost _test = shared.Test;

    [Fact]
    public async Task A_client_gets_the_address_and_a_token_with_its_user_id()
    {
        var (url, token) = await NegotiateAsync(new(HttpMethod.Post, "/api/negotiate/alice"));

        Assert.Equal($"{_test.SignalR.Url}client/?hub=chat", url);
        Assert.Equal("alice", token.GetClaim("asrs.s.uid").Value);
        Assert.Equal("http://127.0.0.1/client/?hub=chat", token.Audiences.Single());
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token.EncodedToken, new TokenValidationParameters
        {
            ValidateIssuer = false,
            ValidateAudience = false,
            IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(FakeSignalR.AccessKey)),
        });
        Assert.True(result.IsValid, $"{result.Exception}");
        Assert.Equal(TimeSpan.FromHours(1), token.ValidTo - token.ValidFrom);
    }

    [Fact]
    public async Task Expressions_take_settings_headers_and_the_query_and_claims_come_from_the_callers_token()
    {
        var idToken = new JsonWebTokenHandler().CreateToken("""{"role":["a","b"],"aud":"caller","email":"not passed on"}""");
        var (url, token) = await NegotiateAsync(new(HttpMethod.Post, "/api/negotiate-with-claims?device=phone")
        {
            Headers = { { "x-user", "alice" }, { "x-id-token", idToken } },
        });

        Assert.EndsWith("hub=fromsettings", url, StringComparison.Ordinal);
        Assert.Equal("alice-phone", token.GetClaim("asrs.s.uid").Value);
        Assert.Equal(["a", "b"], token.Claims.Where(claim => claim.Type == "role").Select(claim => claim.Value));
        Assert.Equal("caller", token.GetClaim("asrs.u.aud").Value);
        Assert.DoesNotContain(token.Claims, claim => claim.Type == "email");
    }

    [Fact]
    public async Task An_expression_without_a_value_is_a_500_and_the_function_does_not_run()
    {
        using var response = await _test.Http.PostAsync(new Uri("/api/negotiate-with-claims?device=phone", UriKind.Relative), null);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        await Until.TrueAsync(() => _test.Logs.Any(log => log.Contains("The trigger has no value for '{headers.x-user}'", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task With_a_managed_identity_calls_carry_its_token_and_clients_get_tokens_signed_by_the_service()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using var service = await FakeSignalR.StartAsync();
        await using var byIdentity = await TestHost.StartAsync(
            options => options with { Time = time, Credential = new FakeCredential() },
            ("ByIdentity__serviceUri", service.Url.AbsoluteUri), ("ByIdentity__credential", "managedidentity"));
        service.Answer("accessKey", http => http.Response.WriteAsJsonAsync(new { KeyId = "lent", AccessKey = "a key of the service, lent for an hour" }));

        var (_, first) = await NegotiateAsync(new(HttpMethod.Post, "/api/negotiate-by-identity/alice"), byIdentity);
        var (_, second) = await NegotiateAsync(new(HttpMethod.Post, "/api/negotiate-by-identity/alice"), byIdentity);
        time.Advance(TimeSpan.FromMinutes(56));
        service.Fail("accessKey");
        var (_, third) = await NegotiateAsync(new(HttpMethod.Post, "/api/negotiate-by-identity/alice"), byIdentity);
        using var content = new StringContent("""{"byIdentity":{"target":"t","arguments":[],"groupName":"g"}}""", Encoding.UTF8, "application/json");
        using var output = await byIdentity.Http.PostAsync(new Uri("/api/output/none", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.NoContent, output.StatusCode);
        Assert.Equal(["lent", "lent", "lent"], new[] { first, second, third }.Select(token => token.Kid));
        Assert.Equal(2, service.Calls("accessKey").Length);
        Assert.All([.. service.Calls("accessKey"), service.Calls("groups/g").Single()], call => Assert.Equal("Bearer of the identity", call.Authorization));
    }

    private async Task<(string Url, JsonWebToken Token)> NegotiateAsync(HttpRequestMessage request, TestHost? test = null)
    {
        using (request)
        {
            using var response = await (test ?? _test).Http.SendAsync(request);
            response.EnsureSuccessStatusCode();
            var info = JsonElement.Parse(await response.Content.ReadAsStringAsync());
            return (info.GetProperty("url").GetString()!, new JsonWebToken(info.GetProperty("accessToken").GetString()));
        }
    }

    private sealed class FakeCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("of the identity", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
