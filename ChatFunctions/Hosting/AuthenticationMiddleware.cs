using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ChatFunctions.Hosting;

/// <summary>
/// Requires a valid access token of a session that hasn't ended, except for functions with <see cref="AllowAnonymousAttribute"/>.
/// </summary>
internal sealed class AuthenticationMiddleware(AccessTokens tokens, EndedSessions ended) : IFunctionsWorkerMiddleware
{
    private const string Scheme = "Bearer ";

    private readonly ConcurrentDictionary<string, Access> _access = new();

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var access = _access.GetOrAdd(context.FunctionDefinition.EntryPoint, Access.Of);
        if (context.GetHttpContext() is not { } http || access.IsAnonymous)
        {
            await next(context);
            return;
        }

        if (await tokens.ReadAsync(BearerToken(http.Request)) is not { } caller
            || (await ended.IncludeAsync(caller.UserId, caller.SessionId, http.RequestAborted) && !access.IsForEndedSessions))
        {
            context.GetInvocationResult().Value = Problem.Of(Refusal.Unauthorized);
            return;
        }

        http.Features.Set(caller);
        await next(context);
    }

    private static string? BearerToken(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : null;

    private readonly record struct Access(bool IsAnonymous, bool IsForEndedSessions)
    {
        public static Access Of(string entryPoint) =>
            new(FunctionMethod.Find<AllowAnonymousAttribute>(entryPoint) is not null, FunctionMethod.Find<AllowEndedSessionAttribute>(entryPoint) is not null);
    }
}

/// <summary>The user who makes a request, from its access token.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Username">The user's name when the token was created.</param>
/// <param name="SessionId">The token's session.</param>
public sealed record Caller(string UserId, string Username, string SessionId);

internal static class CallerOfRequest
{
    /// <exception cref="InvalidOperationException">The function lets anonymous requests in, so there is no caller.</exception>
    public static Caller Caller(this HttpRequest request) =>
        request.HttpContext.Features.Get<Caller>() ?? throw new InvalidOperationException("An anonymous request has no caller.");
}
