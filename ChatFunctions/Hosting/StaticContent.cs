using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace ChatFunctions.Hosting;

/// <summary>Content that stays the same until the next deployment. It is kept compressed and served with an ETag.</summary>
internal sealed class StaticContent(byte[] gzip, string mediaType)
{
    private readonly string _hash = Convert.ToHexStringLower(SHA256.HashData(gzip).AsSpan(0, 8));

    public static StaticContent Of(string text, string mediaType)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return new StaticContent(compressed.ToArray(), mediaType);
    }

    public static StaticContent OfGzip(Stream compressed, string mediaType) => new(ReadAll(compressed), mediaType);

    public IResult To(HttpRequest request)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "public, max-age=300";
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.XContentTypeOptions = "nosniff";
        if (!AcceptsGzip(request))
        {
            return TypedResults.Bytes(ReadAll(new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress)), mediaType, entityTag: new($"\"{_hash}\""));
        }

        headers.ContentEncoding = "gzip";
        return TypedResults.Bytes(gzip, mediaType, entityTag: new($"\"{_hash}-gzip\""));
    }

    private static bool AcceptsGzip(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var encodings)
        && encodings.Any(encoding => encoding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && encoding.Quality is null or > 0);

    private static byte[] ReadAll(Stream stream)
    {
        using var input = stream;
        using var bytes = new MemoryStream();
        input.CopyTo(bytes);
        return bytes.ToArray();
    }
}
