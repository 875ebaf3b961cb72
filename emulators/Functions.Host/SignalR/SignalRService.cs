using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Functions.Host.SignalR;

/// <summary>An Azure SignalR Service: its REST API, the tokens of its clients, and the signatures of its webhook calls.</summary>
internal sealed class SignalRService(ServiceAddress address, HttpClient http, TimeProvider time) : IDisposable
{
    private static readonly TokenRequestContext Scope = new(["https://signalr.azure.com/.default"]);
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeyRefresh = TimeSpan.FromMinutes(55);
    private static readonly TimeSpan KeyLifetime = TimeSpan.FromMinutes(90);
    private static readonly JsonWebTokenHandler Tokens = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly SigningCredentials? _key = address.AccessKey is { } key ? Credentials(null, key) : null;
    private readonly SemaphoreSlim _fetching = new(1);
    private volatile LentKey? _lent;

    /// <summary>The URL and the token for a client of a hub.</summary>
    public async Task<(string Url, string AccessToken)> ConnectionInfoAsync(string hub, IEnumerable<Claim> claims, CancellationToken cancellationToken)
    {
        var (url, audience) = address.Client(hub);
        return (url, Sign(_key ?? await GetLentKeyAsync(cancellationToken), audience, new ClaimsIdentity(claims)));
    }

    /// <summary>Calls the REST API below a hub.</summary>
    /// <exception cref="HttpRequestException">The service refused the call or didn't answer.</exception>
    public async Task CallAsync(HttpMethod method, string hub, string path, byte[]? body, bool ignoreMissingConnection, CancellationToken cancellationToken)
    {
        var (url, audience) = address.Rest($"api/hubs/{Uri.EscapeDataString(hub.ToLowerInvariant())}/{path}?api-version=2022-06-01");
        using var request = new HttpRequestMessage(method, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await GetRestTokenAsync(audience, cancellationToken));
        if (body is not null)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json", "utf-8") } };

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var error = response.Headers.TryGetValues("x-ms-error-code", out var codes) ? codes.First() : null;
        if (response.IsSuccessStatusCode || (ignoreMissingConnection && response.StatusCode == HttpStatusCode.NotFound && error == "Error.Connection.NotExisted"))
            return;

        throw new HttpRequestException($"Azure SignalR Service answered {(int)response.StatusCode} {error} to a {method}.", null, response.StatusCode);
    }

    /// <summary>Whether the service signed a webhook call about that connection. Without an access key that can't be checked.</summary>
    public bool HasSigned(string connectionId, string? signatures)
    {
        if (address.AccessKey is null)
            return true;

        var expected = Encoding.ASCII.GetBytes("sha256=" + Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(address.AccessKey), Encoding.UTF8.GetBytes(connectionId))));
        var signed = false;
        foreach (var signature in (signatures ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            signed |= CryptographicOperations.FixedTimeEquals(expected, Encoding.ASCII.GetBytes(signature.ToLowerInvariant()));

        return signed;
    }

    public void Dispose() => _fetching.Dispose();

    // The key is used as its UTF-8 bytes; it isn't base64 to be decoded.
    private static SigningCredentials Credentials(string? id, string key) =>
        new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key)) { KeyId = id }, SecurityAlgorithms.HmacSha256);

    private async ValueTask<string> GetRestTokenAsync(string audience, CancellationToken cancellationToken) =>
        _key is not null
            ? Sign(_key, audience, new ClaimsIdentity([new Claim("nameid", Environment.MachineName)]))
            : (await address.Credential!.GetTokenAsync(Scope, cancellationToken)).Token;

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
        if (_lent is { } fresh && Age(fresh) < KeyRefresh)
            return fresh.Key;

        await _fetching.WaitAsync(cancellationToken);
        try
        {
            if (_lent is not { } known || Age(known) >= KeyRefresh)
                _lent = new(await FetchKeyAsync(cancellationToken), time.GetUtcNow());

            return _lent.Key;
        }
        catch (HttpRequestException) when (_lent is { } old && Age(old) < KeyLifetime)
        {
            return old.Key;
        }
        finally
        {
            _fetching.Release();
        }
    }

    private async Task<SigningCredentials> FetchKeyAsync(CancellationToken cancellationToken)
    {
        var (url, audience) = address.Rest("api/v1/auth/accessKey");
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await GetRestTokenAsync(audience, cancellationToken));
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<AccessKeyAnswer>(cancellationToken) is { KeyId: { } id, AccessKey: { } key }
            ? Credentials(id, key)
            : throw new HttpRequestException($"{url} answered without KeyId and AccessKey.");
    }

    private TimeSpan Age(LentKey key) => time.GetUtcNow() - key.FetchedAt;

    private sealed record LentKey(SigningCredentials Key, DateTimeOffset FetchedAt);

    private sealed record AccessKeyAnswer(string? KeyId, string? AccessKey);
}
