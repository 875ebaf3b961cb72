using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables.Models;

namespace ChatFunctions.Storage;

/// <summary>
/// The tables in one account. A table's pipeline creates it when a request first finds it missing.
/// </summary>
internal sealed class AccountTables
{
    /// <summary>Storage limits a query to 5 s.</summary>
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(5);

    private readonly StorageAccount _account;
    private readonly string _prefix;
    private readonly IEnumerable<HttpPipelinePolicy> _policies;
    private readonly HttpPipelineTransport? _transport;

    /// <param name="rangeReads">Limits pages of rooms. Ranges of other tables aren't limited, because changes and the authentication of every request read them.</param>
    /// <param name="policies">Further policies for each request, such as a counter.</param>
    public AccountTables(StorageAccount account, string prefix, RangeReadLimit rangeReads, IEnumerable<HttpPipelinePolicy> policies, HttpPipelineTransport? transport)
    {
        (_account, _prefix, _policies, _transport) = (account, prefix, policies, transport);
        Rooms = Create("Rooms", maxRetries: 3, rangeReads);
        RoomCommits = Create("Rooms", maxRetries: 0);
        Users = Create("Users", maxRetries: 3);
        Directory = Create("Directory", maxRetries: 3);
        Presence = Create("Presence", maxRetries: 3);
    }

    /// <summary>The account's name, which never changes.</summary>
    public string Name => Rooms.AccountName ?? Rooms.Uri.Host;

    /// <summary>The Rooms table for reads, which are retried.</summary>
    public TableClient Rooms { get; }

    /// <summary>The Rooms table for commits. The pipeline doesn't retry them, because a failed commit may have taken effect.</summary>
    public TableClient RoomCommits { get; }

    public TableClient Users { get; }

    public TableClient Directory { get; }

    public TableClient Presence { get; }

    private TableClient Create(string name, int maxRetries, params IEnumerable<HttpPipelinePolicy> more)
    {
        var missing = new CreateMissingTablePolicy();
        var client = new TableClientOptions
        {
            Retry = { NetworkTimeout = TryTimeout },
            RetryPolicy = new BoundedRetryPolicy(maxRetries),
        };
        client.Transport = _transport ?? client.Transport;
        client.AddPolicy(missing, HttpPipelinePosition.PerCall);
        foreach (var policy in more.Concat(_policies))
        {
            client.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        }

        return missing.Table = _account.Table(_prefix + name, client);
    }
}

/// <summary>Retries transient failures within a time limit.</summary>
internal sealed class BoundedRetryPolicy(int maxRetries)
    : RetryPolicy(maxRetries, DelayStrategy.CreateExponentialDelayStrategy(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1)))
{
#pragma warning disable RS0030 // The pipeline notes its start by the system's clock.
    protected override async ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        DateTimeOffset.UtcNow - message.ProcessingContext.StartTime < RetryBudget.Total && await base.ShouldRetryAsync(message, exception);
#pragma warning restore RS0030
}

/// <summary>
/// Creates a missing table and sends the request again, so that a new deployment or prefix needs no setup. It costs nothing while the table
/// exists.
/// </summary>
internal sealed class CreateMissingTablePolicy : HttpPipelinePolicy
{
    private static readonly string TableNotFound = TableErrorCode.TableNotFound.ToString();

    private const int MaxTries = 5;

    /// <summary>The client whose pipeline this is in.</summary>
    public TableClient? Table { get; set; }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);

        // More than once, because a table that another request is creating already exists but can't be used yet.
        for (var tries = 0; tries < MaxTries && IsMissing(message.Response); tries++)
        {
            await Table!.CreateIfNotExistsAsync(message.CancellationToken);
            await ProcessNextAsync(message, pipeline);
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Storage is only ever called asynchronously.");

    /// <summary>A batch is always answered 202. A failed one has a single short part with the error.</summary>
    private static bool IsMissing(Response response) => response.Status switch
    {
        404 => response.Headers.TryGetValue("x-ms-error-code", out var code) ? code == TableNotFound : Says(response),
        202 => response.Headers.ContentLength is not > 4096 && Says(response),
        _ => false,
    };

    private static bool Says(Response response) =>
        response.ContentStream is MemoryStream && response.Content.ToMemory().Span.IndexOf("\"TableNotFound\""u8) >= 0;
}
