using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Functions.Host.SignalR;

/// <summary>An Azure SignalR Service: its REST API, the tokens of its clients, and the signatures of its webhook calls.</summary>
internal sealed class SignalRService(ServiceAddress address, HttpClient http, TimeProvider time)
{
    private static readonly TokenRequestContext Scope = new(["https://signalr.azure.com/.default"]);
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeyRefresh = TimeSpan.FromMinutes(55);
    private static readonly TimeSpan KeyLifetime = TimeSpan.FromMinutes(90);
    private static readonly JsonWebTokenHandler Tokens = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly SigningCredentials? _key = address.AccessKey is { } key ? Credentials(null, key) : null;
    private LentKey? _lent;

    /// <summary>The URL and the token for a client of a hub.</summary>
    public async Task<(string Url, string AccessToken)> ConnectionInfoAsync(string hub, IEnumerable<Claim> claims, CancellationToken cancellationToken)
    {
        var (url, audience) = address.Client(hub);
        return (url, Sign(_key ?? await GetLentKeyAsync(cancellationToken), audience, new ClaimsIdentity(claims)));
    }

    /// <summary>Calls the REST API below a hub.</summary>
    /// <exception cref="HttpRequestException">The service refused the call or didn't answer.</exception>
    public async Task CallAsync(string hub, SignalRCall call, CancellationToken cancellationToken)
    {
        var path = $"api/hubs/{Uri.EscapeDataString(hub.ToLowerInvariant())}/{call.Path}?api-version=2022-06-01";
        using var request = await RequestAsync(call.Method, path, cancellationToken);
        if (call.Body is not null)
            request.Content = new ByteArrayContent(call.Body) { Headers = { ContentType = new("application/json", "utf-8") } };

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var error = response.Headers.TryGetValues("x-ms-error-code", out var codes) ? codes.First() : null;
        if (response.IsSuccessStatusCode || (call.ConnectionCanBeGone && response.StatusCode == HttpStatusCode.NotFound && error == "Error.Connection.NotExisted"))
            return;

        throw new HttpRequestException($"Azure SignalR Service answered {(int)response.StatusCode} {error} to a {call.Method}.", null, response.StatusCode);
    }

    /// <summary>Whether one of the signatures is the service's for that connection. Without an access key that can't be checked.</summary>
    public bool HasSigned(string connectionId, string? signatures)
    {
        if (address.AccessKey is null)
            return true;

        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(address.AccessKey), Encoding.UTF8.GetBytes(connectionId));
        var expected = Encoding.ASCII.GetBytes($"sha256={Convert.ToHexStringLower(hash)}");
        return (signatures ?? "").Split(',', StringSplitOptions.TrimEntries)
            .Any(signature => CryptographicOperations.FixedTimeEquals(expected, Encoding.ASCII.GetBytes(signature.ToLowerInvariant())));
    }

    // The key is used as its UTF-8 bytes; it isn't base64 to be decoded.
    private static SigningCredentials Credentials(string? id, string key) =>
        new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key)) { KeyId = id }, SecurityAlgorithms.HmacSha256);

    private async Task<HttpRequestMessage> RequestAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        var (url, audience) = address.Rest(path);
        var token = _key is not null
            ? Sign(_key, audience, new ClaimsIdentity([new Claim("nameid", Environment.MachineName)]))
            : (await address.Credential!.GetTokenAsync(Scope, cancellationToken)).Token;
        return new(method, url) { Headers = { Authorization = new("Bearer", token) } };
    }

    private string Sign(SigningCredentials key, string audience, ClaimsIdentity claims)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return Tokens.CreateToken(new SecurityTokenDescriptor
        {
            Audience = audience,
            Subject = claims,
            NotBefore = now,
            IssuedAt = now,
            Expires = now + TokenLifetime,
            SigningCredentials = key,
        });
    }

    // With a managed identity, the service returns a key that signs the tokens of clients.
    private async Task<SigningCredentials> GetLentKeyAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_lent is { } fresh && now - fresh.FetchedAt < KeyRefresh)
            return fresh.Key;

        try
        {
            using var request = await RequestAsync(HttpMethod.Get, "api/v1/auth/accessKey", cancellationToken);
            using var response = await http.SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
            _lent = await response.Content.ReadFromJsonAsync<AccessKeyAnswer>(cancellationToken) is { KeyId: { } id, AccessKey: { } key }
                ? new(Credentials(id, key), now)
                : throw new HttpRequestException("Azure SignalR Service answered without KeyId and AccessKey.");
            return _lent.Key;
        }
        catch (HttpRequestException) when (_lent is { } old && now - old.FetchedAt < KeyLifetime)
        {
            return old.Key;
        }
    }

    private sealed record LentKey(SigningCredentials Key, DateTimeOffset FetchedAt);

    private sealed record AccessKeyAnswer(string? KeyId, string? AccessKey);
}
