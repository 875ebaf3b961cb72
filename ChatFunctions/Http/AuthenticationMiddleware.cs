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
