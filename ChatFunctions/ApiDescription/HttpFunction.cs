using System.Reflection;
using System.Text.RegularExpressions;
using ChatFunctions.RateLimits;
using ChatFunctions.Realtime;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.ApiDescription;

/// <summary>A function that answers HTTP, as its attributes declare it.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Method">Its verb; a function that takes GET takes HEAD, too.</param>
/// <param name="Path">Its route without constraints, with a slash before it: <c>/rooms/{roomId}</c>.</param>
/// <param name="NeedsKey">The Functions host asks for a function key.</param>
/// <param name="NeedsToken">An access token is asked for.</param>
/// <param name="RateLimit">The bucket that it takes from.</param>
/// <param name="HasLiveOutput">Live messages can go with its answers.</param>
internal sealed partial record HttpFunction(string Name, HttpMethod Method, string Path, bool NeedsKey, bool NeedsToken, RateLimit RateLimit, bool HasLiveOutput)
{
    /// <summary>All of the app.</summary>
    public static IReadOnlyList<HttpFunction> All { get; } =
    [
        .. from type in typeof(HttpFunction).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           from parameter in method.GetParameters()
           let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
           where trigger?.Methods is { Length: > 0 }
           select Of(function.Name, trigger, method),
    ];

    /// <summary>Names of the parameters in the path.</summary>
    public IEnumerable<string> PathParameters => PathParameter().Matches(Path).Select(match => match.Groups[1].Value);

    private static HttpFunction Of(string name, HttpTriggerAttribute trigger, MethodInfo method)
    {
        var verb = trigger.Methods![0];
        var needsToken = method.GetCustomAttribute<AllowAnonymousAttribute>() is null;
        var limit = method.GetCustomAttribute<RateLimitAttribute>()?.Limit ?? RateLimitAttribute.Undeclared(verb, hasCaller: needsToken);
        return new HttpFunction(
            name, HttpMethod.Parse(verb), "/" + Constraint().Replace(trigger.Route!, ""), trigger.AuthLevel != AuthorizationLevel.Anonymous, needsToken, limit,
            method.ReturnType == typeof(Task<LiveResponse>));
    }

    [GeneratedRegex(@"(?<=\{\w+):[^}]+(?=\})")]
    private static partial Regex Constraint();

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();
}
