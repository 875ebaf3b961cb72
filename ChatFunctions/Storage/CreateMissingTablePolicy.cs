using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables.Models;

namespace ChatFunctions.Storage;

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
