using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatFunctions.Hosting;

/// <summary>A value or a refusal.</summary>
public readonly struct Outcome<T>
{
    private readonly T? _value;

    private Outcome(T? value, Refusal? refusal) => (_value, Refusal) = (value, refusal);

    public Refusal? Refusal { get; }

    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public T Value => Refusal is null ? _value! : throw new InvalidOperationException($"Refused: {Refusal.Code}");

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}

/// <summary>Chains steps that can refuse.</summary>
public static class OutcomeTasks
{
    public static async Task<Outcome<TNext>> Then<T, TNext>(this Outcome<T> outcome, Func<T, Task<Outcome<TNext>>> next) =>
        outcome.Refusal is { } refusal ? refusal : await next(outcome.Value);

    public static async Task<Outcome<TNext>> Then<T, TNext>(this Task<Outcome<T>> task, Func<T, Task<Outcome<TNext>>> next) =>
        await (await task).Then(next);

    public static async Task<Outcome<TNext>> Then<T, TNext>(this Outcome<T> outcome, Func<T, Task<TNext>> next) =>
        outcome.Refusal is { } refusal ? refusal : await next(outcome.Value);

    public static async Task<Outcome<TNext>> Then<T, TNext>(this Task<Outcome<T>> task, Func<T, Task<TNext>> next) =>
        await (await task).Then(next);

    public static async Task<IResult> ToResult<T>(this Task<Outcome<T>> task, Func<T, IResult> answer)
    {
        var outcome = await task;
        return outcome.Refusal is { } refusal ? Problem.Of(refusal) : answer(outcome.Value);
    }
}

/// <summary>An expected error.</summary>
/// <param name="Detail">A sentence for people, without secrets or internal details.</param>
public sealed record Refusal(int Status, string Code, string Detail)
{
    /// <summary>For a validation error: messages by JSON field name.</summary>
    public ImmutableSortedDictionary<string, string[]>? Errors { get; init; }

    /// <summary>When to try again, sent as <c>Retry-After</c> in whole seconds.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>For a rate limit: the state of the bucket, sent in the <c>RateLimit</c> fields.</summary>
    public RateLimitState? RateLimit { get; init; }

    public static Refusal Unauthorized { get; } = new(401, "unauthorized", "A valid access token is required.");

    public static Refusal BodyTooLarge { get; } = new(413, "body_too_large", $"The request body can have at most {Limits.BodyBytes} bytes.");

    public static Refusal InvalidJson { get; } = new(400, "invalid_json", "The request body isn't valid JSON.");

    /// <summary>Storage can't be reached or is too busy. Sending again with the same clientMessageId is safe.</summary>
    public static Refusal Unavailable { get; } =
        new(503, "unavailable", "The service is temporarily unavailable. Try again.") { RetryAfter = TimeSpan.FromSeconds(1) };

    /// <summary>The server couldn't read the request; the status is the server's own.</summary>
    public static Refusal BadRequest { get; } = new(400, "bad_request", "The request couldn't be read.");

    public static Refusal ServerOnly { get; } = new(403, "server_only", "Only a back end with an API key can do this.");

    public static Refusal NotFound { get; } = new(404, "not_found", "This path doesn't exist.");

    public static Refusal RoomNotFound { get; } = new(404, "room_not_found", "This room doesn't exist, or you're not a member.");

    public static Refusal UserNotFound { get; } = new(404, "user_not_found", "User not found.");

    public static Refusal MethodNotAllowed { get; } = new(405, "method_not_allowed", "This path doesn't support this method. See the Allow header.");

    public static Refusal InternalError { get; } = new(500, "internal_error", "Something went wrong on the server. Include the trace ID when you report it.");

    public static Refusal RateLimited { get; } = new(429, "rate_limited", "Too many requests. Try again in a moment.");

    public static Refusal InvalidCursor { get; } = Invalid("cursor", "This cursor isn't valid for this list.");

    public static Refusal Invalid(string field, string message) => Invalid([KeyValuePair.Create(field, new[] { message })]);

    public static Refusal Invalid(IEnumerable<KeyValuePair<string, string[]>> errors) =>
        new(400, "validation_failed", "The request is invalid. See errors.") { Errors = errors.ToImmutableSortedDictionary() };
}

/// <summary>A refusal as the answer to a request: RFC 9457, <c>application/problem+json</c>.</summary>
internal sealed class Problem(Refusal refusal) : IResult, IStatusCodeHttpResult, IValueHttpResult<Refusal>
{
    public int? StatusCode => refusal.Status;

    public Refusal Value => refusal;

    public static Problem Of(Refusal refusal) => new(refusal);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        if (refusal.Status == StatusCodes.Status401Unauthorized)
        {
            headers.WWWAuthenticate = "Bearer";
        }

        if (refusal.RetryAfter is { } wait)
        {
            headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            refusal.RateLimit?.WriteTo(headers, wait);
        }

        return JsonAnswer.Problem(refusal.Status, Details(refusal, httpContext.TraceIdentifier)).ExecuteAsync(httpContext);
    }

    private static ProblemDetails Details(Refusal refusal, string traceId)
    {
        var details = new ProblemDetails
        {
            Type = $"urn:chat:problem:{refusal.Code}",
            Title = ReasonPhrases.GetReasonPhrase(refusal.Status),
            Status = refusal.Status,
            Detail = refusal.Detail,
        };
        details.Extensions["code"] = refusal.Code;
        details.Extensions["traceId"] = traceId;
        if (refusal.Errors is { } errors)
        {
            details.Extensions["errors"] = errors;
        }

        return details;
    }
}
