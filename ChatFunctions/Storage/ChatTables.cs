using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Storage;

/// <summary>The tables. Each is made when a request first finds it missing, by its own pipeline, so no code path ever asks for it.</summary>
/// <param name="options">Which account.</param>
/// <param name="policies">What else belongs into every request's pipeline, such as a counter.</param>
/// <param name="transports">At most one: what sends requests, in place of the default.</param>
internal sealed class ChatTables(IOptions<StorageOptions> options, IEnumerable<HttpPipelinePolicy> policies, IEnumerable<HttpPipelineTransport> transports)
{
    /// <summary>Rooms for reading. A read may be repeated as often as it takes.</summary>
    public TableClient Rooms { get; } = Create("Rooms", options.Value, policies, transports, maxRetries: 3);

    /// <summary>Rooms for commits. Whether a commit that failed took effect must be found out first, so the pipeline doesn't repeat it.</summary>
    public TableClient RoomCommits { get; } = Create("Rooms", options.Value, policies, transports, maxRetries: 0);

    public TableClient Users { get; } = Create("Users", options.Value, policies, transports, maxRetries: 3);

    public TableClient Directory { get; } = Create("Directory", options.Value, policies, transports, maxRetries: 3);

    public TableClient Presence { get; } = Create("Presence", options.Value, policies, transports, maxRetries: 3);

    private static TableClient Create(
        string name, StorageOptions storage, IEnumerable<HttpPipelinePolicy> policies, IEnumerable<HttpPipelineTransport> transports, int maxRetries)
    {
        var missing = new CreateMissingTablePolicy();
        var client = new TableClientOptions
        {
            Retry = { MaxRetries = maxRetries, Delay = TimeSpan.FromMilliseconds(100), MaxDelay = TimeSpan.FromSeconds(1), NetworkTimeout = TimeSpan.FromSeconds(10) },
        };
        client.Transport = transports.SingleOrDefault() ?? client.Transport;
        client.AddPolicy(missing, HttpPipelinePosition.PerCall);
        foreach (var policy in policies)
        {
            client.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        }

        return missing.Table = storage.Table(name, client);
    }
}
