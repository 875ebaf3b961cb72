using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatFunctions.Bench.Ratios;

/// <summary>Counts storage requests and the rows that they return.</summary>
internal sealed class StorageMeter : HttpPipelinePolicy
{
    private int _requests;
    private int _rows;

    /// <summary>The cost of an operation: requests and rows read.</summary>
    public async Task<(int Requests, int Rows)> MeasureAsync(Func<Task> something)
    {
        var (requests, rows) = (Volatile.Read(ref _requests), Volatile.Read(ref _rows));
        await something();
        return (Volatile.Read(ref _requests) - requests, Volatile.Read(ref _rows) - rows);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Interlocked.Increment(ref _requests);
        await ProcessNextAsync(message, pipeline);
        if (message.Request.Method == RequestMethod.Get)
        {
            Interlocked.Add(ref _rows, message.Response.Content.ToMemory().Span.Count("\"RowKey\":"u8));
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
}
