using Azure;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;

namespace ChatFunctions.Storage;

/// <summary>
/// The blob container of one account. It signs addresses with which browsers upload and download: shared access signatures by a user delegation
/// key, or by the account's key if the app has a connection string.
/// </summary>
internal sealed class AccountBlobs
{
    /// <summary>How long an address for an upload is valid.</summary>
    public static readonly TimeSpan UploadLifetime = TimeSpan.FromMinutes(15);

    public const string ScanResultTag = "Malware Scanning scan result";
    public const string NoThreatsFound = "No threats found";

    /// <summary>An address for a download stays the same for this time, so that caches work, and is valid for as long again at least.</summary>
    private static readonly TimeSpan DownloadWindow = TimeSpan.FromHours(4);

    private const string EmulatorAccount = "devstoreaccount1";

    private readonly Lazy<BlobServiceClient> _service;
    private readonly Lazy<BlobContainerClient> _container;
    private readonly TimeProvider _clock;
    private UserDelegationKey? _key;
    private bool _exists;

    public AccountBlobs(StorageAccount account, string prefix, HttpPipelineTransport? transport, TimeProvider clock)
    {
        _clock = clock;
        _service = new(() =>
        {
            var client = new BlobClientOptions { Retry = { NetworkTimeout = TimeSpan.FromSeconds(5) }, RetryPolicy = new BoundedRetryPolicy(maxRetries: 3) };
            client.Transport = transport ?? client.Transport;
            return account.Blobs(client);
        });
        _container = new(() => _service.Value.GetBlobContainerClient($"{prefix}attachments".ToLowerInvariant()));
    }

    private BlobContainerClient Container => _container.Value;

    /// <summary>Gets the key for addresses. It costs a request once a day, and none with a connection string.</summary>
    /// <returns>Null: there is no key, because storage or the identity provider doesn't answer or refuses it.</returns>
    public async ValueTask<AccountBlobs?> TryPrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(cancellationToken);
            return this;
        }
        catch (Exception e) when (e is RequestFailedException or AuthenticationFailedException)
        {
            return null;
        }
    }

    /// <summary>Gets the key for addresses and creates the container if it is missing.</summary>
    public async ValueTask PrepareUploadsAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        if (!_exists)
        {
            await Container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            if (_service.Value.AccountName == EmulatorAccount)
            {
                // In Azure, the deployment sets it.
                BlobServiceProperties properties = await _service.Value.GetPropertiesAsync(cancellationToken);
                properties.Cors = [new BlobCorsRule { AllowedOrigins = "*", AllowedMethods = "GET,HEAD,PUT", AllowedHeaders = "*", ExposedHeaders = "*", MaxAgeInSeconds = 3600 }];
                await _service.Value.SetPropertiesAsync(properties, cancellationToken);
            }

            _exists = true;
        }
    }

    /// <summary>The address to which a blob can be uploaded once: it can't replace a blob.</summary>
    public string UploadUrl(string name) => Sign(name, new BlobSasBuilder(BlobSasPermissions.Create, _clock.GetUtcNow() + UploadLifetime));

    /// <summary>The address of a blob.</summary>
    /// <param name="contentType">The type that the answer has; null: the stored one.</param>
    /// <param name="disposition">The answer's Content-Disposition.</param>
    public string DownloadUrl(string name, string? contentType = null, string? disposition = null)
    {
        var windowStart = _clock.GetUtcNow().Ticks / DownloadWindow.Ticks * DownloadWindow.Ticks;
        var expiresAt = new DateTimeOffset(windowStart, TimeSpan.Zero) + (2 * DownloadWindow);
        return Sign(name, new BlobSasBuilder(BlobSasPermissions.Read, expiresAt) { ContentType = contentType, ContentDisposition = disposition });
    }

    /// <returns>The properties of a blob; null: there is none.</returns>
    public Task<BlobProperties?> FindAsync(string name, CancellationToken cancellationToken) =>
        FindAsync(Container.GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken));

    /// <returns>The index tag that Microsoft Defender for Storage has set; null: the blob isn't scanned yet, or is gone.</returns>
    public async Task<string?> ScanResultAsync(string name, CancellationToken cancellationToken) =>
        (await FindAsync(Container.GetBlobClient(name).GetTagsAsync(cancellationToken: cancellationToken)))?.Tags.TryGetValue(ScanResultTag, out var result) is true ? result : null;

    /// <summary>A page of all blobs in the order of their names.</summary>
    public async Task<(IReadOnlyList<BlobItem> Blobs, string? Continuation)> PageAsync(string? continuation, int most, CancellationToken cancellationToken)
    {
        try
        {
            var page = await Container.GetBlobsAsync(cancellationToken: cancellationToken).AsPages(continuation, most).FirstAsync(cancellationToken);
            return (page.Values, page.ContinuationToken is { Length: > 0 } next ? next : null);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // There is no container before the first upload.
            return ([], null);
        }
    }

    public Task DeleteAsync(IEnumerable<string> names, CancellationToken cancellationToken) =>
        names.ForEachParallelAsync((name, token) => Container.GetBlobClient(name).DeleteIfExistsAsync(cancellationToken: token), cancellationToken);

    /// <summary>Deletes a version of a blob, if storage is available.</summary>
    public async Task TryDeleteAsync(string name, ETag version, CancellationToken cancellationToken)
    {
        try
        {
            await Container.GetBlobClient(name).DeleteAsync(conditions: new BlobRequestConditions { IfMatch = version }, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException)
        {
            // The cleanup deletes it.
        }
    }

    /// <summary>Deletes all blobs whose names have a prefix.</summary>
    public async Task DeleteAllAsync(string prefix, CancellationToken cancellationToken)
    {
        try
        {
            var found = await Container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken).Select(blob => blob.Name).ToListAsync(cancellationToken);
            await DeleteAsync(found, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // There is no container before the first upload.
        }
    }

    private static async Task<T?> FindAsync<T>(Task<Response<T>> request)
        where T : class
    {
        try
        {
            return await request;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    private async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        // The same times on each instance, so that their addresses are the same.
        var startsAt = new DateTimeOffset(_clock.GetUtcNow().UtcDateTime.Date.AddDays(-1), TimeSpan.Zero);
        if (!_service.Value.CanGenerateAccountSasUri && _key?.SignedStartsOn != startsAt)
        {
            _key = await _service.Value.GetUserDelegationKeyAsync(startsAt, startsAt.AddDays(4), cancellationToken);
        }
    }

    private string Sign(string name, BlobSasBuilder signature)
    {
        var blob = Container.GetBlobClient(name);
        (signature.BlobContainerName, signature.BlobName) = (Container.Name, name);
        signature.Protocol = Container.Uri.Scheme == Uri.UriSchemeHttps ? SasProtocol.Https : SasProtocol.HttpsAndHttp;
        return (_key is { } key ? blob.GenerateUserDelegationSasUri(signature, key) : blob.GenerateSasUri(signature)).AbsoluteUri;
    }
}
