using System.Net.Mime;
using System.Text.Json;

namespace ChatFunctions.Hosting;

/// <summary>
/// A JSON answer with a Content-Length. The Functions host runs output bindings before it ends an answer; with the length, a client has the
/// complete answer even if a broadcast is slow or fails.
/// </summary>
internal sealed class JsonAnswer(int status, byte[] body, string contentType) : IResult, IStatusCodeHttpResult
{
    private const string JsonType = "application/json; charset=utf-8";

    private string? Location { get; init; }

    public int? StatusCode => status;

    public static JsonAnswer Ok<T>(T value) => Of(StatusCodes.Status200OK, value);

    public static JsonAnswer Created<T>(string? location, T value) => new(StatusCodes.Status201Created, Json(value), JsonType) { Location = location };

    public static JsonAnswer Accepted<T>(T value) => Of(StatusCodes.Status202Accepted, value);

    public static JsonAnswer Problem<T>(int status, T problem) => new(status, Json(problem), MediaTypeNames.Application.ProblemJson);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        // Not cancelled when the client has left, which would make the invocation fail.
        return response.Body.WriteAsync(body, CancellationToken.None).AsTask();
    }

    private static JsonAnswer Of<T>(int status, T value) => new(status, Json(value), JsonType);

    private static byte[] Json<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, ChatJson.TypeInfo<T>());
}

/// <summary>The answer to a deletion that leaves nothing.</summary>
public sealed record DeletedResource(string Id, bool Deleted = true);
