using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatFunctions.Hosting;

/// <summary>
/// Metrics and traces of each storage request, including retries. Those of Azure.Core contain the address with keys, such as logins.
/// </summary>
internal sealed class StorageTelemetry : HttpPipelinePolicy
{
    private const string System = "azure.tables";

    private readonly Histogram<double> _duration;

    public StorageTelemetry(IMeterFactory meters) => _duration = meters.Create(ChatTelemetry.Name).CreateHistogram(
        "db.client.operation.duration", "s", "Requests to storage", tags: null, ChatTelemetry.Seconds);

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        _duration.Enabled || ChatTelemetry.Source.HasListeners() ? ObserveAsync(message, pipeline) : ProcessNextAsync(message, pipeline);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Storage is only ever called asynchronously.");

    private async ValueTask ObserveAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var (operation, table) = StorageOperation.Of(message.Request);
        using var activity = ChatTelemetry.Source.StartActivity(table is null ? operation : $"{operation} {table}", ActivityKind.Client);
        var started = Stopwatch.GetTimestamp();
        string? status = null;
        string? error = null;
        try
        {
            await ProcessNextAsync(message, pipeline);
            status = message.Response.Status.ToString(CultureInfo.InvariantCulture);
            error = message.Response.Status is 403 or 408 or 429 or >= 500 ? status : null;
        }
        catch (Exception e)
        {
            error = e.GetType().FullName;
            throw;
        }
        finally
        {
            var tags = new TagList { { "db.system.name", System }, { "db.operation.name", operation } };
            Add("db.collection.name", table);
            Add("db.response.status_code", status);
            Add("error.type", error);
            _duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
            foreach (var (name, value) in tags)
            {
                activity?.SetTag(name, value);
            }

            activity?.SetStatus(error is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error);

            void Add(string name, string? value)
            {
                if (value is not null)
                {
                    tags.Add(name, value);
                }
            }
        }
    }
}

/// <summary>The operation and table of a storage request, without the keys in its address.</summary>
internal static class StorageOperation
{
    /// <returns>The table is null for transactions, whose address has none.</returns>
    public static (string Operation, string? Table) Of(Request request)
    {
        var path = request.Uri.Path ?? "";
        var keys = path.IndexOf('(', StringComparison.Ordinal);
        var resource = (keys < 0 ? path : path[..keys]).TrimEnd('/');
        var table = resource[(resource.LastIndexOf('/') + 1)..];
        if (table == "$batch")
        {
            return ("transaction", null);
        }

        if (table == "Tables")
        {
            return (request.Method == RequestMethod.Delete ? "delete table" : "create table", null);
        }

        var isOneRow = keys >= 0 && path.AsSpan(keys).StartsWith("(PartitionKey=", StringComparison.Ordinal);
        return (Operation(request.Method, isOneRow), table);
    }

    private static string Operation(RequestMethod method, bool isOneRow) =>
        method == RequestMethod.Get ? (isOneRow ? "read" : "query")
        : method == RequestMethod.Post ? "insert"
        : method == RequestMethod.Delete ? "delete"
        : "update";
}
