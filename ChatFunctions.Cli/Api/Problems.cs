using System.Net;
using System.Text.Json;

namespace ChatFunctions.Cli.Api;

/// <summary>Reads error answers: RFC 9457 problem details of the chat, or anything from a proxy.</summary>
internal static class Problems
{
    public static ChatException Of(HttpResponseMessage response, byte[] body, string server)
    {
        var status = (int)response.StatusCode;
        var problem = Read(response, body);
        var code = problem?.Code ?? $"{status}";
        var retryAfter = RetryAfter(response);
        if (response.StatusCode >= HttpStatusCode.InternalServerError)
        {
            var reason = problem is null ? response.ReasonPhrase : Sentence(problem);
            return new UnreachableException($"{server} is unavailable: {reason} ({code})") { RetryAfter = retryAfter };
        }

        var said = problem is null ? $"{server} responded with {status} {response.ReasonPhrase}. Is this a ChatFunctions server?" : $"{Sentence(problem)} ({code})";
        return new RefusedException(said, status, problem?.Code) { RetryAfter = retryAfter };
    }

    private static Problem? Read(HttpResponseMessage response, byte[] body)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(body, WireJson.Default.Problem);
        }
        catch (JsonException)
        {
            // The answer is incomplete, so use the status alone.
            return null;
        }
    }

    private static string Sentence(Problem problem) => problem.Errors is { Count: > 0 } errors
        ? string.Join(" ", errors.Select(field => $"{field.Key}: {string.Join(" ", field.Value)}"))
        : problem.Detail ?? problem.Title ?? "Request refused.";

    private static TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } wait ? null
        : wait.Delta ?? (wait.Date is { } date && response.Headers.Date is { } now ? date - now : null);
}
