using Microsoft.AspNetCore.Http;

namespace ChatFunctions.Http;

/// <summary>Who makes a request, as its access token says; the only identity there is.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Username">The name shown beside what the user writes, as it was when the token was made.</param>
/// <param name="SessionId">The session that the token belongs to.</param>
public sealed record Caller(string UserId, string Username, string SessionId);

internal static class CallerOfRequest
{
    /// <exception cref="InvalidOperationException">The function lets anonymous requests in, so there is no caller.</exception>
    public static Caller Caller(this HttpRequest request) =>
        request.HttpContext.Features.Get<Caller>() ?? throw new InvalidOperationException("An anonymous request has no caller.");
}
