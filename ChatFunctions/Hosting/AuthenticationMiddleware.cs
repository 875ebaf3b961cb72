using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ChatFunctions.Hosting;

/// <summary>
/// Requires a valid access token, of the app or of an identity provider, whose session hasn't ended, or the API key of a back end, except for
/// functions with <see cref="AllowAnonymousAttribute"/>. docs/server-api.md describes what a key allows.
/// </summary>
internal sealed class AuthenticationMiddleware(
    AccessTokens tokens,
    ExternalTokens externalTokens,
    EndedSessions ended,
    ApiKeys keys,
    ICallers callers,
    ILogger<AuthenticationMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private const string Scheme = "Bearer ";
    private const string KeyHeader = "X-Api-Key";
    private const string ActAsHeader = "X-Act-As";

    private static readonly Refusal ActAsRequired = new(403, "act_as_required", "An API key needs X-Act-As with a user ID here.");
    private static readonly Refusal ActAsRefused = new(403, "act_as_refused", "X-Act-As needs an API key and the ID of an active user.");

    private readonly ConcurrentDictionary<string, Access> _access = new();

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var access = _access.GetOrAdd(context.FunctionDefinition.EntryPoint, Access.Of);
        if (context.GetHttpContext() is not { } http || access.IsAnonymous)
        {
            await next(context);
            return;
        }

        var caller = http.Request.Headers[KeyHeader].ToString() is { Length: > 0 } key
            ? await ByKeyAsync(key, access, http, context.FunctionDefinition.Name)
            : await ByTokenAsync(access, http, context.FunctionDefinition.Name);
        if (caller.Refusal is { } refusal)
        {
            context.GetInvocationResult().Value = Problem.Of(refusal);
            return;
        }

        http.Features.Set(caller.Value);
        await next(context);
    }

    private async ValueTask<Outcome<Caller>> ByTokenAsync(Access access, HttpContext http, string function)
    {
        var token = BearerToken(http.Request);
        var external = await externalTokens.ReadAsync(token, http.RequestAborted);
        if (external?.Refusal is { } refusal)
        {
            return refusal;
        }

        if (external?.Value.IsServer is true)
        {
            return await ServerAsync(external.Value.Value.Subject, access, http, function);
        }

        var caller = external is { } identity ? await callers.FindAsync(identity.Value, http.RequestAborted) : await tokens.ReadAsync(token);
        if (caller is null || (!access.IsForEndedSessions && await ended.IncludeAsync(caller.UserId, caller.SessionId, http.RequestAborted)))
        {
            return Refusal.Unauthorized;
        }

        return access.IsServerOnly ? Refusal.ServerOnly : http.Request.Headers.ContainsKey(ActAsHeader) ? ActAsRefused : caller;
    }

    private async ValueTask<Outcome<Caller>> ByKeyAsync(string key, Access access, HttpContext http, string function) =>
        await keys.CheckAsync(key, http.RequestAborted) is { } keyId ? await ServerAsync(keyId, access, http, function) : Refusal.Unauthorized;

    /// <param name="keyId">The API key, or the identity that has the role of a back end.</param>
    private async ValueTask<Outcome<Caller>> ServerAsync(string keyId, Access access, HttpContext http, string function)
    {
        var userId = http.Request.Headers[ActAsHeader].ToString();
        if (userId.Length == 0)
        {
            logger.CalledByKey(function, keyId);
            return access.IsForServers || access.IsServerOnly ? Caller.System(keyId) : ActAsRequired;
        }

        if (access.IsServerOnly || await callers.FindNameAsync(userId, http.RequestAborted) is not { } username)
        {
            return access.IsServerOnly ? Refusal.ServerOnly : ActAsRefused;
        }

        logger.CalledForUser(function, keyId, userId);
        return new Caller(userId, username, Caller.ServerSession) { ApiKeyId = keyId };
    }

    private static string? BearerToken(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : null;

    private readonly record struct Access(bool IsAnonymous, bool IsForEndedSessions, bool IsForServers, bool IsServerOnly)
    {
        public static Access Of(string entryPoint) => new(
            FunctionMethod.Find<AllowAnonymousAttribute>(entryPoint) is not null,
            FunctionMethod.Find<AllowEndedSessionAttribute>(entryPoint) is not null,
            FunctionMethod.Find<AllowServerAttribute>(entryPoint) is not null,
            FunctionMethod.Find<RequireServerAttribute>(entryPoint) is not null);
    }
}

/// <summary>Who makes a request: a user, a back end for a user, or a back end for itself.</summary>
/// <param name="Username">The user's name when the token was created.</param>
public sealed record Caller(string UserId, string Username, string SessionId)
{
    /// <summary>The id and name of a back end that acts for itself. No user has them.</summary>
    public const string SystemName = "system";

    /// <summary>The session of calls with an API key; no such session exists.</summary>
    internal const string ServerSession = "server";

    /// <summary>The API key of the call, or the identity with the role of a back end; null: a user's access token.</summary>
    public string? ApiKeyId { get; init; }

    /// <summary>Whether the user signed in with an identity provider.</summary>
    public bool IsExternal => ExternalIdentity.IsSession(SessionId);

    internal static Caller System(string keyId) => new(SystemName, SystemName, ServerSession) { ApiKeyId = keyId };
}

internal static class CallerOfRequest
{
    /// <exception cref="InvalidOperationException">The function lets anonymous requests in, so there is no caller.</exception>
    public static Caller Caller(this HttpRequest request) =>
        request.HttpContext.Features.Get<Caller>() ?? throw new InvalidOperationException("An anonymous request has no caller.");
}

/// <summary>Finds the accounts of callers who have no access token of the app.</summary>
internal interface ICallers
{
    /// <returns>The user of an identity provider, who is created if missing; null: the account was just erased.</returns>
    ValueTask<Caller?> FindAsync(ExternalIdentity identity, CancellationToken cancellationToken);

    /// <returns>The name of a user for whom a back end acts; null if there is no such active user.</returns>
    ValueTask<string?> FindNameAsync(string userId, CancellationToken cancellationToken);
}

/// <summary>Accepts an API key also without <c>X-Act-As</c>. The back end then has all permissions in all rooms.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AllowServerAttribute : Attribute;

/// <summary>Requires an API key without <c>X-Act-As</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RequireServerAttribute : Attribute;

internal static partial class LogMessages
{
    [LoggerMessage(151, LogLevel.Information, "{Function}: called with key {KeyId}")]
    public static partial void CalledByKey(this ILogger logger, string function, string keyId);

    [LoggerMessage(152, LogLevel.Information, "{Function}: called with key {KeyId} for user {UserId}")]
    public static partial void CalledForUser(this ILogger logger, string function, string keyId, string userId);
}
