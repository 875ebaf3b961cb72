using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Hosting;

/// <summary>Takes a token for each request from the bucket of its function's <see cref="RateLimitAttribute"/>.</summary>
internal sealed class RateLimitMiddleware(RateLimiters limiters, ILogger<RateLimitMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private readonly ConcurrentDictionary<string, RateLimit?> _declared = new();

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (!limiters.Enabled || context.GetHttpContext() is not { } http || BucketsFor(context, http) is not { } buckets)
        {
            return next(context);
        }

        var caller = http.Features.Get<Caller>();
        var who = caller?.ApiKeyId ?? caller?.UserId ?? limiters.AddressOf(context, http);
        if (buckets.Take(who) is not { } refusal)
        {
            return next(context);
        }

        logger.TooFast(context.FunctionDefinition.Name);
        context.GetInvocationResult().Value = Problem.Of(refusal);
        return Task.CompletedTask;
    }

    /// <returns>Null: this request isn't limited here.</returns>
    private TokenBuckets? BucketsFor(FunctionContext context, HttpContext http) =>
        http.Features.Get<Caller>()?.ApiKeyId is not null ? limiters[RateLimit.ApiKeys]
        : Limit(context, http) is var limit and not (RateLimit.None or RateLimit.Sends) ? limiters[limit]
        : null;

    private RateLimit Limit(FunctionContext context, HttpContext http) =>
        _declared.GetOrAdd(context.FunctionDefinition.EntryPoint, static entryPoint => FunctionMethod.Find<RateLimitAttribute>(entryPoint)?.Limit)
        ?? RateLimitAttribute.Undeclared(http.Request.Method, hasCaller: http.Features.Get<Caller>() is not null);
}

/// <summary>The rate limits of this instance.</summary>
internal sealed class RateLimiters(IOptions<RateLimitOptions> options)
{
    private readonly Dictionary<RateLimit, TokenBuckets> _buckets = options.Value.Buckets.ToDictionary(
        bucket => bucket.Key, bucket => new TokenBuckets(RateLimitOptions.NameOf(bucket.Key), bucket.Value));

    public bool Enabled => options.Value.Enabled;

    /// <summary>The published limits; null: rate limits are off.</summary>
    public Dictionary<string, PublishedRateLimit>? Published => Enabled ? options.Value.Published : null;

    public TokenBuckets this[RateLimit limit] => _buckets[limit];

    /// <inheritdoc cref="ClientAddress.Of"/>
    public string AddressOf(FunctionContext context, HttpContext http) => ClientAddress.Of(context, http, options.Value.TrustForwardedFor);
}

/// <summary>
/// The bucket that a function takes from. Without it, reads take from <see cref="RateLimit.Reads"/>, changes from
/// <see cref="RateLimit.Writes"/>, and changes by anonymous callers from <see cref="RateLimit.Credentials"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RateLimitAttribute(RateLimit limit) : Attribute
{
    public RateLimit Limit => limit;

    /// <summary>The bucket of a function without the attribute.</summary>
    public static RateLimit Undeclared(string method, bool hasCaller) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? (hasCaller ? RateLimit.Reads : RateLimit.None)
        : hasCaller ? RateLimit.Writes
        : RateLimit.Credentials;
}

internal static partial class LogMessages
{
    [LoggerMessage(140, LogLevel.Information, "{Function}: refused, too many in too short a time")]
    public static partial void TooFast(this ILogger logger, string function);

    [LoggerMessage(141, LogLevel.Information, "Room {RoomId}: {Messages} messages of user {UserId} refused, too many in too short a time")]
    public static partial void SentTooFast(this ILogger logger, string roomId, string userId, int messages);
}

/// <summary>The client's address as a key. An IPv6 client usually has 2^64 addresses, so those count as one.</summary>
internal static class ClientAddress
{
    private const string ForwardedFor = "X-Forwarded-For";

    /// <param name="trustForwardedFor">Whether a trusted front end wrote the last hop of <c>X-Forwarded-For</c>.</param>
    public static string Of(FunctionContext context, HttpContext http, bool trustForwardedFor)
    {
        var address = (trustForwardedFor ? LastHop(ReceivedForwardedFor(context.BindingContext)) : null) ?? http.Connection.RemoteIpAddress;
        return address is null ? "unknown" : Key(address);
    }

    /// <summary>
    /// The header as the Functions host received it. The host replaces it in the request that it forwards to the worker
    /// (https://github.com/Azure/azure-functions-host/issues/11254).
    /// </summary>
    private static string ReceivedForwardedFor(BindingContext binding)
    {
        if (binding.BindingData.GetValueOrDefault("Headers") is not string headers)
        {
            return "";
        }

        using var json = JsonDocument.Parse(headers);
        return json.RootElement.EnumerateObject().FirstOrDefault(header => header.Name.Equals(ForwardedFor, StringComparison.OrdinalIgnoreCase)) is { Value.ValueKind: JsonValueKind.String } found
            ? found.Value.GetString()!
            : "";
    }

    /// <summary>The last hop, possibly with a port. The client may have written the others.</summary>
    private static IPAddress? LastHop(string forwardedFor)
    {
        var hop = forwardedFor.AsSpan(forwardedFor.LastIndexOf(',') + 1).Trim();
        return IPAddress.TryParse(hop, out var address) ? address : IPEndPoint.TryParse(hop, out var endpoint) ? endpoint.Address : null;
    }

    private static string Key(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
