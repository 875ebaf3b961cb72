using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatFunctions.Tests.Hosting;

/// <summary>An OpenID Connect provider with discovery, signing keys, and configurable tokens.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public const string Audience = "chat-api";

    // Shared, because creating a key takes long.
    private static readonly RSAParameters[] Keys = [NewKey(), NewKey()];

    private readonly WebApplication _app;
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly TaskCompletionSource _released = new();
    private int _reads;
    private RSA _key = RSA.Create(Keys[0]);
    private int _generation = 1;

    private TestIssuer(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    /// <summary>The number of requests for the discovery document.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>Answer requests for the discovery document with 500.</summary>
    public bool IsDown { get; set; }

    /// <summary>Don't answer requests for the discovery document.</summary>
    public bool Hangs { get; set; }

    /// <summary>The public key as PEM, which anyone can read.</summary>
    public string PublicKey => _key.ExportSubjectPublicKeyInfoPem();

    public SigningCredentials Signing => new(Key(_key), SecurityAlgorithms.RsaSha256);

    /// <summary>A key that no issuer has.</summary>
    public static RSA OtherKey { get; } = RSA.Create(2048);

    private string KeyId => $"key-{_generation}";

    public static async Task<TestIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var issuer = new TestIssuer(builder.Build());
        issuer._app.MapGet("/.well-known/openid-configuration", issuer.DiscoveryAsync);
        issuer._app.MapGet("/keys", () => Results.Json(new { keys = new[] { issuer.PublicJwk() } }));
        await issuer._app.StartAsync();
        return issuer;
    }

    /// <summary>Settings of an app that accepts the issuer's tokens.</summary>
    public string[] Settings(int index = 0) =>
    [
        $"Chat:Identity:Providers:{index}:Authority={Url}",
        $"Chat:Identity:Providers:{index}:Audience={Audience}",
        $"Chat:Identity:Providers:{index}:ClientId=page",
    ];

    /// <summary>Replaces the signing key and publishes only the new one.</summary>
    public void RotateKey() => (_key, _generation) = (RSA.Create(Keys[_generation]), _generation + 1);

    /// <summary>A valid token with replaced claims; a null removes the claim.</summary>
    public string Token(DateTimeOffset now, string subject = "ada", SigningCredentials? signing = null, params (string Name, object? Value)[] claims)
    {
        var all = new Dictionary<string, object?>
        {
            ["iss"] = Url,
            ["aud"] = Audience,
            ["sub"] = subject,
            ["name"] = "Ada",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
        };
        foreach (var (name, value) in claims)
        {
            all[name] = value;
        }

        return _handler.CreateToken(JsonSerializer.Serialize(all.Where(claim => claim.Value is not null).ToDictionary()), signing ?? Signing);
    }

    /// <summary>Completes pending answers and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _released.TrySetResult();
        await _app.DisposeAsync();
    }

    private async Task<IResult> DiscoveryAsync()
    {
        Interlocked.Increment(ref _reads);
        if (Hangs)
        {
            await _released.Task;
        }

        return IsDown
            ? Results.StatusCode(StatusCodes.Status500InternalServerError)
            : Results.Json(new { issuer = Url, jwks_uri = $"{Url}/keys", authorization_endpoint = $"{Url}/authorize", token_endpoint = $"{Url}/token" });
    }

    private static RSAParameters NewKey()
    {
        using var key = RSA.Create(2048);
        return key.ExportParameters(includePrivateParameters: true);
    }

    private RsaSecurityKey Key(RSA key) => new(key) { KeyId = KeyId };

    private object PublicJwk()
    {
        var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_key.ExportParameters(includePrivateParameters: false)) { KeyId = KeyId });
        return new { kty = jwk.Kty, kid = jwk.Kid, use = "sig", alg = "RS256", n = jwk.N, e = jwk.E };
    }
}
