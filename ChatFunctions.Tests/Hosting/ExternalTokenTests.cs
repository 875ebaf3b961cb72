using System.Security.Cryptography;
using System.Text;
using ChatFunctions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace ChatFunctions.Tests.Hosting;

/// <summary>Tokens of identity providers.</summary>
public sealed class ExternalTokenTests : IAsyncLifetime, IDisposable
{
    private static readonly string[] Roles = ["Chat.Server", "Other"];

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private TestIssuer _issuer = null!;
    private ExternalTokens _tokens = null!;

    public async Task InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        _tokens = Tokens(_issuer);
    }

    public async Task DisposeAsync() => await _issuer.DisposeAsync();

    public void Dispose() => _tokens.Dispose();

    [Fact]
    public async Task A_token_identifies_the_user()
    {
        var token = Token(claims: [("name", "Ada Lovelace"), ("preferred_username", "ada@example.com"), ("picture", "https://example.com/ada.png"), ("roles", Roles)]);

        var identity = (await ReadAsync(token)).Value;

        Assert.Equal((_issuer.Url, "ada", "https://example.com/ada.png"), (identity.Issuer, identity.Subject, identity.Picture));
        Assert.Equal(["Ada Lovelace", "ada@example.com"], identity.Names);
        Assert.False(identity.IsServer);
        Assert.True(Ids.IsPlausible(identity.SessionId));
        Assert.True(ExternalIdentity.IsSession(identity.SessionId));
        Assert.Equal(identity.SessionId, ExternalIdentity.SessionOf(identity.Login));
        Assert.NotEqual(identity.Login, new ExternalIdentity("https://other.example.com", "ada").Login);
    }

    public static TheoryData<string, object?> WrongClaims => new()
    {
        { "iss", "https://elsewhere.example.com" },
        { "aud", "another-api" },
        { "aud", null },
        { "exp", null },
        { "sub", null },
        { "sub", "" },
        { "sub", new string('x', 256) },
    };

    [Theory]
    [MemberData(nameof(WrongClaims))]
    public async Task A_token_with_a_wrong_claim_is_refused(string claim, object? value) => await AssertRefusedAsync(Token(claims: (claim, value)));

    [Fact]
    public async Task A_token_is_valid_from_its_start_until_its_expiry()
    {
        var token = Token();
        var early = Token(claims: ("nbf", _time.GetUtcNow().AddMinutes(2).ToUnixTimeSeconds()));

        await AssertRefusedAsync(early);
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Null((await ReadAsync(token)).Refusal);
        Assert.Null((await ReadAsync(early)).Refusal);
        _time.Advance(TimeSpan.FromMinutes(1));
        await AssertRefusedAsync(token);
        await AssertRefusedAsync(Token(claims: ("exp", _time.GetUtcNow().ToUnixTimeSeconds())));
    }

    [Fact]
    public async Task A_forged_token_is_refused()
    {
        var other = TestIssuer.OtherKey;
        var kid = (string)_issuer.Signing.Key.KeyId;
        await AssertRefusedAsync(Token(signing: new SigningCredentials(new RsaSecurityKey(other) { KeyId = kid }, SecurityAlgorithms.RsaSha256)));

        // Signed with the public key as if it were a symmetric key.
        var secret = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(_issuer.PublicKey)) { KeyId = kid };
        await AssertRefusedAsync(Token(signing: new SigningCredentials(secret, SecurityAlgorithms.HmacSha256)));

        var parts = Token().Split('.');
        await AssertRefusedAsync($"{Encoded("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.");
        await AssertRefusedAsync($"{parts[0]}.{Token(claims: ("sub", "bob")).Split('.')[1]}.{parts[2]}");
        await AssertRefusedAsync($"{parts[0]}.{parts[1]}.");
    }

    [Fact]
    public async Task A_token_with_an_extension_that_must_be_understood_is_refused()
    {
        var signing = _issuer.Signing;
        var content = $"{Encoded($$"""{"alg":"RS256","kid":"{{signing.Key.KeyId}}","crit":["exp"]}""")}.{Token().Split('.')[1]}";
        var signature = ((RsaSecurityKey)signing.Key).Rsa.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        await AssertRefusedAsync($"{content}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.AAAA")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.bm90IGpzb24.AAAA")]
    public async Task Text_that_is_no_token_of_the_provider_is_refused(string? token) => Assert.Null(await _tokens.ReadAsync(token, CancellationToken.None));

    [Fact]
    public async Task A_new_key_is_accepted_with_its_first_token_and_the_old_one_is_not()
    {
        var old = Token();
        await ReadAsync(Token(claims: ("sub", "bob")));
        _issuer.RotateKey();
        _time.Advance(ProviderMetadata.MinAge);

        Assert.Null((await ReadAsync(Token())).Refusal);
        await AssertRefusedAsync(old);
        Assert.Equal(2, _issuer.Reads);
    }

    [Fact]
    public async Task Tokens_with_unknown_keys_cause_one_request_in_30_seconds()
    {
        await ReadAsync(Token());
        var other = TestIssuer.OtherKey;
        var unknown = Enumerable.Range(0, 20).Select(n => Token(signing: new SigningCredentials(new RsaSecurityKey(other) { KeyId = $"unknown-{n}" }, SecurityAlgorithms.RsaSha256))).ToArray();

        await Task.WhenAll(unknown.Select(AssertRefusedAsync));
        Assert.Equal(1, _issuer.Reads);
        _time.Advance(ProviderMetadata.MinAge);
        await Task.WhenAll(unknown.Select(AssertRefusedAsync));
        Assert.Equal(2, _issuer.Reads);
    }

    [Fact]
    public async Task Old_metadata_is_read_again_in_the_background()
    {
        await ReadAsync(Token());
        _time.Advance(ProviderMetadata.MaxAge);

        Assert.Null((await ReadAsync(Token())).Refusal);
        await Eventually.IsTrueAsync(() => _issuer.Reads == 2);
    }

    [Fact]
    public async Task While_the_provider_is_down_its_tokens_are_answered_503_and_then_accepted()
    {
        _issuer.IsDown = true;
        Assert.Equal(503, (await ReadAsync(Token())).Refusal?.Status);
        var reads = _issuer.Reads;
        Assert.Equal(503, (await ReadAsync(Token())).Refusal?.Status);
        Assert.Equal(reads, _issuer.Reads);

        _issuer.IsDown = false;
        _time.Advance(ProviderMetadata.RetryInterval);
        Assert.Null((await ReadAsync(Token())).Refusal);
    }

    [Fact]
    public async Task A_provider_that_goes_down_later_changes_nothing_for_its_known_key()
    {
        await ReadAsync(Token());
        _issuer.IsDown = true;
        _time.Advance(ProviderMetadata.MaxAge);

        Assert.Null((await ReadAsync(Token())).Refusal);
        await Eventually.IsTrueAsync(() => _issuer.Reads >= 2);
        Assert.Null((await ReadAsync(Token())).Refusal);
    }

    [Fact]
    public async Task A_provider_that_hangs_delays_requests_by_five_seconds_at_most_and_no_other_provider()
    {
        await using var other = await TestIssuer.StartAsync();
        using var tokens = Tokens(_issuer, other);
        _issuer.Hangs = true;

        var waiting = Enumerable.Range(0, 5).Select(_ => tokens.ReadAsync(Token(), CancellationToken.None).AsTask()).ToArray();
        await Eventually.IsTrueAsync(() => _issuer.Reads == 1);
        Assert.Null((await tokens.ReadAsync(other.Token(_time.GetUtcNow()), CancellationToken.None))!.Value.Refusal);
        Assert.DoesNotContain(waiting, each => each.IsCompleted);

        _time.Advance(ProviderMetadata.Timeout);
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal(503, answer!.Value.Refusal?.Status));
        Assert.Equal(503, (await tokens.ReadAsync(Token(), CancellationToken.None))!.Value.Refusal?.Status);
        Assert.Equal(1, _issuer.Reads);
    }

    [Fact]
    public async Task The_claims_are_those_that_the_settings_name()
    {
        var provider = Provider(_issuer);
        (provider.UserIdClaim, provider.NameClaim, provider.PictureClaim) = ("oid", "nickname", "photo");
        using var tokens = Tokens(provider);

        var identity = (await tokens.ReadAsync(Token(claims: [("oid", "1"), ("nickname", "Countess"), ("photo", "https://example.com/p")]), CancellationToken.None))!.Value.Value;
        Assert.Equal(("1", "Countess", "https://example.com/p"), (identity.Subject, identity.Names[0], identity.Picture));
    }

    [Theory]
    [InlineData("https://login.example.com", "chat", true)]
    [InlineData("http://127.0.0.1:9000", "chat", true)]
    [InlineData("http://login.example.com", "chat", false)]
    [InlineData("login.example.com", "chat", false)]
    [InlineData("", "chat", false)]
    [InlineData("https://login.example.com", "", false)]
    public void A_provider_needs_TLS_and_an_audience(string authority, string audience, bool isValid) => Assert.Equal(
        isValid, !new IdentityProvider { Authority = authority, Audience = audience }.Failures("").Any());

    private static IdentityProvider Provider(TestIssuer issuer) => new() { Authority = issuer.Url, Audience = TestIssuer.Audience };

    private ExternalTokens Tokens(params TestIssuer[] issuers) => Tokens([.. issuers.Select(Provider)]);

    private ExternalTokens Tokens(params IdentityProvider[] providers) =>
        new(Options.Create(new IdentityOptions { Providers = [.. providers] }), _time, NullLogger<ExternalTokens>.Instance);

    private string Token(SigningCredentials? signing = null, params (string Name, object? Value)[] claims) => _issuer.Token(_time.GetUtcNow(), signing: signing, claims: claims);

    private async Task<Outcome<ExternalIdentity>> ReadAsync(string token) => (await _tokens.ReadAsync(token, CancellationToken.None))!.Value;

    private async Task AssertRefusedAsync(string token) => Assert.True(await _tokens.ReadAsync(token, CancellationToken.None) is null or { Refusal.Status: 401 });

    private static string Encoded(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
