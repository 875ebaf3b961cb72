using System.Collections.Concurrent;
using ChatFunctions.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ChatFunctions.Http;

/// <summary>
/// Lets a request in only with a valid access token, unless the function says <see cref="AllowAnonymousAttribute"/>: forgetting
/// the attribute locks a function, never opens it.
/// </summary>
internal sealed class AuthenticationMiddleware(AccessTokens tokens) : IFunctionsWorkerMiddleware
{
    private const string Scheme = "Bearer ";

    private readonly ConcurrentDictionary<string, bool> _anonymous = new();

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http || _anonymous.GetOrAdd(context.FunctionDefinition.EntryPoint, entryPoint => FunctionMethod.Find<AllowAnonymousAttribute>(entryPoint) is not null))
        {
            await next(context);
            return;
        }

        if (await tokens.ReadAsync(BearerToken(http.Request)) is not { } caller)
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
}

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
