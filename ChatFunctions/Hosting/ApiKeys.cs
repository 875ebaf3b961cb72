using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Microsoft.AspNetCore.Authorization;

namespace ChatFunctions.Hosting;

/// <summary>Manages the API keys of back ends. The Functions host checks its master key before anything here runs.</summary>
internal sealed class ApiKeyFunctions(ApiKeys keys)
{
    [AllowAnonymous]
    [RateLimit(RateLimit.None)]
    [Function("AddApiKey")]
    public Task<IResult> Add([HttpTrigger(AuthorizationLevel.Admin, "post", Route = "keys")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync<AddApiKeyRequest, AddApiKeyValidator>(cancellationToken)
            .Then(body => keys.AddAsync(body.Name!.Trim(), cancellationToken))
            .ToResult(key => TypedResults.Created((string?)null, key));

    [AllowAnonymous]
    [RateLimit(RateLimit.None)]
    [Function("ListApiKeys")]
    public async Task<IResult> List([HttpTrigger(AuthorizationLevel.Admin, "get", "head", Route = "keys")] HttpRequest request, CancellationToken cancellationToken) =>
        TypedResults.Ok(await keys.AllAsync(cancellationToken));

    [AllowAnonymous]
    [RateLimit(RateLimit.None)]
    [Function("RemoveApiKey")]
    public async Task<IResult> Remove([HttpTrigger(AuthorizationLevel.Admin, "delete", Route = "keys/{keyId}")] HttpRequest request, string keyId, CancellationToken cancellationToken)
    {
        if (Ids.IsPlausible(keyId))
        {
            await keys.RemoveAsync(keyId, cancellationToken);
        }

        return TypedResults.NoContent();
    }
}

/// <summary>
/// The API keys of back ends; only hashes are stored. Each instance that gets keys caches the list, so checking costs no storage request
/// and a removed key is refused everywhere within ten seconds.
/// </summary>
internal sealed class ApiKeys(ChatTables tables, BackgroundWork background, Ids ids, TimeProvider clock)
{
    public const string Partition = "keys";

    /// <summary>An unknown key, which may be new, makes an instance read the list again this often at most.</summary>
    private static readonly TimeSpan UnknownKeyInterval = TimeSpan.FromSeconds(1);

    /// <summary>The precision of the stored time of last use.</summary>
    private static readonly TimeSpan UseInterval = TimeSpan.FromHours(1);

    private readonly PeriodicRead _list = new(clock);
    private ImmutableDictionary<string, ApiKeyRow> _keys = ImmutableDictionary<string, ApiKeyRow>.Empty;

    public async Task<NewApiKey> AddAsync(string name, CancellationToken cancellationToken)
    {
        var secret = ids.NewSecret();
        var row = new ApiKeyRow { PartitionKey = Partition, RowKey = ids.NewId(), Name = name, Hash = Hash(secret), CreatedAt = clock.GetUtcNow() };
        await tables.Directory.AddEntityAsync(row, cancellationToken);
        ImmutableInterlocked.AddOrUpdate(ref _keys, row.RowKey, row, (_, _) => row);
        return new NewApiKey(row.RowKey, name, $"{row.RowKey}.{secret}", row.CreatedAt);
    }

    /// <summary>All keys in the order of their creation.</summary>
    public async Task<ApiKeyList> AllAsync(CancellationToken cancellationToken) =>
        new([.. (await RowsAsync(cancellationToken)).Select(row => new ApiKey(row.RowKey, row.Name, row.CreatedAt, row.LastUsedAt))]);

    /// <summary>Removes a key, if it exists.</summary>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        await tables.Directory.DeleteEntityAsync(Partition, id, ETag.All, cancellationToken);
        ImmutableInterlocked.TryRemove(ref _keys, id, out _);
    }

    /// <returns>The key's id; null if there is no such key.</returns>
    public async ValueTask<string?> CheckAsync(string key, CancellationToken cancellationToken)
    {
        if (key.Split('.') is not [var id, var secret])
        {
            return null;
        }

        await _list.EnsureRecentAsync(_ => ReadAsync(), cancellationToken);
        if (!_keys.ContainsKey(id))
        {
            await _list.EnsureAsync(_ => ReadAsync(), UnknownKeyInterval, cancellationToken);
        }

        if (!_keys.TryGetValue(id, out var row) || !CryptographicOperations.FixedTimeEquals(row.Hash, Hash(secret)))
        {
            return null;
        }

        NoteUse(row);
        return id;
    }

    private async Task ReadAsync() => _keys = (await RowsAsync(CancellationToken.None)).ToImmutableDictionary(row => row.RowKey);

    private Task<List<ApiKeyRow>> RowsAsync(CancellationToken cancellationToken) =>
        tables.Directory.TakeAsync<ApiKeyRow>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), int.MaxValue, cancellationToken);

    private void NoteUse(ApiKeyRow row)
    {
        if (clock.GetUtcNow() - row.LastUsedAt < UseInterval)
        {
            return;
        }

        row.LastUsedAt = clock.GetUtcNow();
        var use = new TableEntity(Partition, row.RowKey) { [nameof(ApiKeyRow.LastUsedAt)] = row.LastUsedAt };
        background.Start($"key:{row.RowKey}", () => tables.Directory.TryMergeAsync(use, CancellationToken.None));
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private sealed record ApiKeyRow : Row
    {
        public string Name { get; set; } = "";

        public byte[] Hash { get; set; } = [];

        public DateTimeOffset CreatedAt { get; set; }

        public DateTimeOffset? LastUsedAt { get; set; }
    }
}

/// <summary>Body of <c>POST /keys</c>.</summary>
public sealed record AddApiKeyRequest(string? Name);

internal sealed class AddApiKeyValidator : AbstractValidator<AddApiKeyRequest>
{
    public AddApiKeyValidator() => RuleFor(request => request.Name).SetValidator(new NameValidator<AddApiKeyRequest>(Limits.ApiKeyNameLength));
}

/// <summary>An API key, without its secret.</summary>
/// <param name="LastUsedAt">Exact to the hour; absent: never used.</param>
public sealed record ApiKey(string Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);

/// <summary>The answer of <c>GET /keys</c>.</summary>
public sealed record ApiKeyList(IReadOnlyList<ApiKey> Items);

/// <summary>A new API key.</summary>
/// <param name="Key">The value of <c>X-Api-Key</c>, which can't be read again.</param>
public sealed record NewApiKey(string Id, string Name, string Key, DateTimeOffset CreatedAt);
