using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables.Models;

namespace ChatFunctions.Storage;

/// <summary>
/// When the service answers that the table isn't there, makes it and sends the request again. It costs nothing while the table is
/// there, and a new deployment, a new prefix or a deleted table needs no step of its own.
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

        // More than once, because a table that another request is just creating already exists and can't be used yet.
        for (var tries = 0; tries < MaxTries && IsMissing(message.Response); tries++)
        {
            await Table!.CreateIfNotExistsAsync(message.CancellationToken);
            await ProcessNextAsync(message, pipeline);
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Storage is only ever called asynchronously.");

    /// <summary>A batch is answered 202 whatever became of it; a failed one has a single short part, which says why.</summary>
    private static bool IsMissing(Response response) => response.Status switch
    {
        404 => response.Headers.TryGetValue("x-ms-error-code", out var code) ? code == TableNotFound : Says(response),
        202 => response.Headers.ContentLength is not > 4096 && Says(response),
        _ => false,
    };

    private static bool Says(Response response) =>
        response.ContentStream is MemoryStream && response.Content.ToMemory().Span.IndexOf("\"TableNotFound\""u8) >= 0;
}
