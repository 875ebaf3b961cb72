using System.Reflection;
using ChatFunctions.Hosting;
using ChatFunctions.Live;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Tests.Hosting;

/// <summary>An HTTP function, as its attributes declare it.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="NeedsKey">Whether the Functions host requires a function key.</param>
/// <param name="NeedsToken">Whether it requires an access token.</param>
/// <param name="RateLimit">The bucket that it takes tokens from.</param>
/// <param name="HasLiveOutput">Whether its responses can carry live messages.</param>
internal sealed record HttpFunction(string Name, bool NeedsKey, bool NeedsToken, RateLimit RateLimit, bool HasLiveOutput)
{
    /// <summary>All HTTP functions of the app.</summary>
    public static IReadOnlyList<HttpFunction> All { get; } =
    [
        .. from type in typeof(Limits).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           from parameter in method.GetParameters()
           let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
           where trigger?.Methods is { Length: > 0 }
           select Of(function.Name, trigger, method),
    ];

    private static HttpFunction Of(string name, HttpTriggerAttribute trigger, MethodInfo method)
    {
        var verb = trigger.Methods![0];
        var needsToken = method.GetCustomAttribute<AllowAnonymousAttribute>() is null;
        var limit = method.GetCustomAttribute<RateLimitAttribute>()?.Limit ?? RateLimitAttribute.Undeclared(verb, hasCaller: needsToken);
        return new HttpFunction(name, trigger.AuthLevel != AuthorizationLevel.Anonymous, needsToken, limit, method.ReturnType == typeof(Task<LiveResponse>));
    }
}
