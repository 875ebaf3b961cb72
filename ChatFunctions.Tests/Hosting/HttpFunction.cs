using System.Reflection;
using ChatFunctions.Hosting;
using ChatFunctions.Live;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Tests.Hosting;

/// <summary>An HTTP function, from its attributes.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Verb">Its first HTTP method.</param>
/// <param name="Route">Its route below <c>/api/</c>.</param>
/// <param name="Access">Who can call it: the key of its security scheme in the API's description.</param>
/// <param name="RateLimit">The bucket that it takes tokens from.</param>
/// <param name="HasLiveOutput">Whether its responses can carry live messages.</param>
internal sealed record HttpFunction(string Name, string Verb, string Route, Access Access, RateLimit RateLimit, bool HasLiveOutput)
{
    /// <summary>Whether the Functions host requires a key of its own.</summary>
    public bool NeedsKey => Access is Access.FunctionKey or Access.MasterKey;

    /// <summary>Whether it requires an access token or an API key.</summary>
    public bool NeedsToken => Access is Access.User or Access.UserOrServer or Access.Server;

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
        var access = trigger.AuthLevel switch
        {
            AuthorizationLevel.Admin => Access.MasterKey,
            AuthorizationLevel.Function => Access.FunctionKey,
            _ when method.GetCustomAttribute<AllowAnonymousAttribute>() is not null => Access.Anyone,
            _ when method.GetCustomAttribute<RequireServerAttribute>() is not null => Access.Server,
            _ => method.GetCustomAttribute<AllowServerAttribute>() is not null ? Access.UserOrServer : Access.User,
        };
        var needsToken = access is Access.User or Access.UserOrServer or Access.Server;
        var limit = method.GetCustomAttribute<RateLimitAttribute>()?.Limit ?? RateLimitAttribute.Undeclared(verb, hasCaller: needsToken);
        return new HttpFunction(name, verb.ToUpperInvariant(), trigger.Route!, access, limit, method.ReturnType == typeof(Task<LiveResponse>));
    }
}

/// <summary>Who can call a function.</summary>
internal enum Access
{
    Anyone,

    /// <summary>A user, or a back end for a user.</summary>
    User,

    /// <summary>A user, or a back end for a user or for itself.</summary>
    UserOrServer,

    /// <summary>A back end for itself.</summary>
    Server,

    FunctionKey,
    MasterKey,
}
