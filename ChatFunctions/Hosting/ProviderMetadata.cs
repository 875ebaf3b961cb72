using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace ChatFunctions.Hosting;

/// <summary>
/// A provider's issuer and signing keys. The library's own ConfigurationManager would refuse the first tokens of a new key and would let each
/// request wait for a provider that hangs.
/// </summary>
internal sealed class ProviderMetadata(IdentityProvider provider, HttpClient http, TimeProvider clock, ILogger logger)
{
    /// <summary>The time limit of a read.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>The time from the start of a failed read to the next.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(10);

    /// <summary>The least time between reads because of a token with an unknown key.</summary>
    public static readonly TimeSpan MinAge = TimeSpan.FromSeconds(30);

    /// <summary>Older metadata is read again in the background.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(12);

    private readonly string _address = provider.Authority.TrimEnd('/') + "/.well-known/openid-configuration";
    private readonly HttpDocumentRetriever _documents = new(http) { RequireHttps = provider.AuthorityUrl?.Scheme == Uri.UriSchemeHttps };
    private readonly PeriodicRead _read = new(clock);
    private volatile bool _failed;
    private volatile OpenIdConnectConfiguration? _current;

    public IdentityProvider Provider => provider;

    /// <summary>The metadata, read again if it doesn't contain a key.</summary>
    /// <param name="keyId">A token's key; null: any.</param>
    /// <returns>Null: the provider doesn't answer.</returns>
    public async Task<OpenIdConnectConfiguration?> GetAsync(string? keyId, CancellationToken cancellationToken)
    {
        var reading = _read.EnsureAsync(_ => ReadAsync(), _failed ? RetryInterval : HasKey(keyId) ? MaxAge : MinAge, cancellationToken);
        if (!HasKey(keyId))
        {
            await reading;
        }

        return HasKey(keyId) || !_failed ? _current : null;
    }

    private bool HasKey(string? keyId) => _current is { } current && (keyId is null || current.SigningKeys.Any(key => key.KeyId == keyId));

    private async Task ReadAsync()
    {
        using var limit = new CancellationTokenSource(Timeout, clock);
        try
        {
            var read = await OpenIdConnectConfigurationRetriever.GetAsync(_address, _documents, limit.Token).WaitAsync(limit.Token);
            if (read.SigningKeys.Count == 0 || string.IsNullOrEmpty(read.Issuer))
            {
                throw new InvalidOperationException("The metadata has no issuer or no signing keys.");
            }

            _current = read;
            _failed = false;
        }
        catch (Exception e)
        {
            // After any failure, requests that need the metadata are refused, and a later one reads it again.
            _failed = true;
            logger.ProviderUnavailable(e, provider.Authority);
        }
    }
}
