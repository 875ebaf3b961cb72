using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ChatFunctions.ApiDescription.Serving;

/// <summary>Something that stays the same until the next deployment: kept compressed, and answered with an ETag that saves sending it again.</summary>
internal sealed class StaticContent
{
    private readonly byte[] _gzip;
    private readonly string _mediaType;
    private readonly string _hash;

    private StaticContent(byte[] gzip, string mediaType)
    {
        (_gzip, _mediaType) = (gzip, mediaType);
        _hash = Convert.ToHexStringLower(SHA256.HashData(gzip).AsSpan(0, 8));
    }

    /// <summary>How long it may be kept without asking.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    public static StaticContent OfGzip(byte[] gzip, string mediaType) => new(gzip, mediaType);

    public static StaticContent Of(string text, string mediaType)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
        {
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }

        return new StaticContent(compressed.ToArray(), mediaType);
    }

    public IResult To(HttpRequest request)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={MaxAge.TotalSeconds}");
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.XContentTypeOptions = "nosniff";
        if (!TakesGzip(request))
        {
            return TypedResults.Bytes(Decompress(), _mediaType, entityTag: Tag(""));
        }

        headers.ContentEncoding = "gzip";
        return TypedResults.Bytes(_gzip, _mediaType, entityTag: Tag("-gzip"));
    }

    private static bool TakesGzip(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var encodings)
        && encodings.Any(encoding => encoding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && encoding.Quality is null or > 0);

    private EntityTagHeaderValue Tag(string suffix) => new($"\"{_hash}{suffix}\"");

    private byte[] Decompress()
    {
        using var text = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(_gzip), CompressionMode.Decompress);
        gzip.CopyTo(text);
        return text.ToArray();
    }
}
