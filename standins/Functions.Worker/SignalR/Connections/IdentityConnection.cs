using System.Net.Http.Headers;
using System.Net.Http.Json;
using Azure.Core;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>
/// A connection by Microsoft Entra identity. REST calls carry the identity's own token; the tokens of clients are signed with a key that
/// the service lends at <c>GET /api/v1/auth/accessKey</c> for about 90 minutes and that is fetched anew after 55.
/// </summary>
internal sealed class IdentityConnection(ServiceAddress address, TokenCredential credential, HttpClient http, TimeProvider clock)
    : SignalRConnection(address), IDisposable
{
    private static readonly TokenRequestContext Scope = new(["https://signalr.azure.com/.default"]);
    private static readonly TimeSpan KeyRefresh = TimeSpan.FromMinutes(55);
    private static readonly TimeSpan KeyLifetime = TimeSpan.FromMinutes(90);

    private readonly SemaphoreSlim _fetching = new(1);
    private volatile FetchedKey? _key;

    public override async ValueTask<string> GetRestTokenAsync(string audience, CancellationToken cancellationToken) =>
        (await credential.GetTokenAsync(Scope, cancellationToken)).Token;

    public override async ValueTask<SigningKey> GetClientKeyAsync(CancellationToken cancellationToken)
    {
        if (_key is { } fresh && Age(fresh) < KeyRefresh)
            return fresh.Key;

        await _fetching.WaitAsync(cancellationToken);
        try
        {
            if (_key is { } fetchedMeanwhile && Age(fetchedMeanwhile) < KeyRefresh)
                return fetchedMeanwhile.Key;

            _key = new(await FetchAsync(cancellationToken), clock.GetUtcNow());
            return _key.Key;
        }
        catch (HttpRequestException) when (_key is { } old && Age(old) < KeyLifetime)
        {
            // The service doesn't answer just now, but the key that it lent still holds.
            return old.Key;
        }
        finally
        {
            _fetching.Release();
        }
    }

    // Without the access key there is nothing to check against; the system key in the webhook's address guards it.
    public override bool HasSigned(string connectionId, string? signatures) => true;

    public void Dispose() => _fetching.Dispose();

    private TimeSpan Age(FetchedKey key) => clock.GetUtcNow() - key.FetchedAt;

    private async Task<SigningKey> FetchAsync(CancellationToken cancellationToken)
    {
        var (url, audience) = Address.Rest("api/v1/auth/accessKey");
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await GetRestTokenAsync(audience, cancellationToken));
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        var lent = await response.Content.ReadFromJsonAsync<LentKey>(cancellationToken);
        return lent is { KeyId: { } id, AccessKey: { } key }
            ? new(id, key)
            : throw new HttpRequestException($"{url} answered without KeyId and AccessKey.");
    }

    private sealed record FetchedKey(SigningKey Key, DateTimeOffset FetchedAt);

    private sealed record LentKey(string? KeyId, string? AccessKey);
}
