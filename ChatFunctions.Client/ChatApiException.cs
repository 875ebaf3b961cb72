namespace ChatFunctions.Client;

/// <summary>A call failed: the server refused it, is unavailable or can't be reached.</summary>
public sealed class ChatApiException : Exception
{
    /// <summary>The <see cref="Code"/> of calls without a session.</summary>
    public const string NotLoggedIn = "not_logged_in";

    /// <summary>The <see cref="Code"/> when the session has ended and the user must log in again.</summary>
    public const string SessionEnded = "invalid_refresh_token";

    internal ChatApiException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>The HTTP status; null if there was no valid answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The stable code of the error, such as <c>room_not_found</c>; null if the answer has none.</summary>
    public string? Code { get; init; }

    /// <summary>The server's explanation for people.</summary>
    public string? Detail { get; init; }

    /// <summary>The id with which operators find the request in logs and traces.</summary>
    public string? TraceId { get; init; }

    /// <summary>What is wrong with each field of the request, if the code is <c>validation_failed</c>.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>How long to wait before the next attempt, if the server says so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same call may succeed later. Without an answer or after a 5xx, it may have had its effect.</summary>
    public bool IsTransient => StatusCode is null or 408 or 429 or >= 500;
}
