using System.Net;
using System.Text;

namespace ChatFunctions.Bench.Micro;

/// <summary>A table service that accepts every transaction and answers queries with the given rows, without delay.</summary>
/// <param name="rows">The rows as JSON; null: none.</param>
internal sealed class CannedStorage(byte[]? rows) : HttpMessageHandler
{
    /// <summary>The connection string of a fictitious account.</summary>
    public const string ConnectionString = "DefaultEndpointsProtocol=http;AccountName=none;AccountKey=bm9uZQ==;TableEndpoint=http://127.0.0.1:1/none;";

    private const string Part = "--changesetresponse_1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        + "HTTP/1.1 204 No Content\r\nX-Content-Type-Options: nosniff\r\nDataServiceVersion: 1.0;\r\nETag: W/\"datetime'2026-11-20T09%3A05%3A00.1234567Z'\"\r\n\r\n\r\n";

    private static readonly byte[][] Transactions = [.. Enumerable.Range(0, 101).Select(Transaction)];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Yield, because other work runs before a real service answers.
        await Task.Yield();
        if (request.Content is null)
        {
            return rows is null ? Answer(HttpStatusCode.NotFound, [], "application/json") : Answer(HttpStatusCode.OK, rows, "application/json");
        }

        var body = await request.Content.ReadAsByteArrayAsync(cancellationToken);
        return Answer(HttpStatusCode.Accepted, Transactions[body.AsSpan().Count("Content-Transfer-Encoding"u8)], "multipart/mixed; boundary=batchresponse_1");
    }

    private static byte[] Transaction(int rows) => Encoding.ASCII.GetBytes(
        "--batchresponse_1\r\nContent-Type: multipart/mixed; boundary=changesetresponse_1\r\n\r\n"
        + string.Concat(Enumerable.Repeat(Part, rows)) + "--changesetresponse_1--\r\n--batchresponse_1--\r\n");

    private static HttpResponseMessage Answer(HttpStatusCode status, byte[] body, string type)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return new HttpResponseMessage(status) { Content = content };
    }
}
