using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatFunctions.Storage;

/// <summary>
/// The tables in one account. Each is made when a request first finds it missing, by its own pipeline, so no code path ever asks for it.
/// </summary>
internal sealed class AccountTables
{
    /// <summary>The service answers a query within 5 s.</summary>
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(5);

    private readonly StorageAccount _account;
    private readonly string _prefix;
    private readonly IEnumerable<HttpPipelinePolicy> _policies;
    private readonly HttpPipelineTransport? _transport;
    /// <param name="prefix">What each table's name begins with.</param>
    /// <param name="rangeReads">Limits pages of rooms. Ranges of other tables aren't limited, because changes and the authentication of every request read them.</param>
    /// <param name="policies">What else belongs into every request's pipeline, such as a counter.</param>
    /// <param name="transport">What sends requests; null: the default.</param>
    public AccountTables(StorageAccount account, string prefix, RangeReadLimit rangeReads, IEnumerable<HttpPipelinePolicy> policies, HttpPipelineTransport? transport)
    {
        (_account, _prefix, _policies, _transport) = (account, prefix, policies, transport);
        Rooms = Create("Rooms", maxRetries: 3, rangeReads);
        RoomCommits = Create("Rooms", maxRetries: 0);
        Users = Create("Users", maxRetries: 3);
        Directory = Create("Directory", maxRetries: 3);
        Presence = Create("Presence", maxRetries: 3);
    }

    /// <summary>The account's name, which it has for as long as it lives.</summary>
    public string Name => Rooms.AccountName ?? Rooms.Uri.Host;

    /// <summary>Rooms for reading. A read may be repeated as often as it takes.</summary>
    public TableClient Rooms { get; }

    /// <summary>Rooms for commits. Whether a commit that failed took effect must be found out first, so the pipeline doesn't repeat it.</summary>
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

/// <summary>Repeats a request after failures that may pass, but begins no try when a caller has waited long enough.</summary>
internal sealed class BoundedRetryPolicy(int maxRetries)
    : RetryPolicy(maxRetries, DelayStrategy.CreateExponentialDelayStrategy(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1)))
{
#pragma warning disable RS0030 // The pipeline notes its start by the system's clock.
    protected override async ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        DateTimeOffset.UtcNow - message.ProcessingContext.StartTime < RetryBudget.Total && await base.ShouldRetryAsync(message, exception);
#pragma warning restore RS0030
}
