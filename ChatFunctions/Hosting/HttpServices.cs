using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;

namespace ChatFunctions.Hosting;

internal static class HttpServices
{
    /// <summary>The time after which a service counts as down.</summary>
    private static readonly TimeSpan HealthCheckTimeout = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddHttp(this IServiceCollection services, IConfiguration configuration)
    {
        // The first is for answers, the second for output bindings.
        services.Configure<Microsoft.AspNetCore.Http.Json.JsonOptions>(options => ChatJson.Configure(options.SerializerOptions));
        services.Configure<JsonSerializerOptions>(ChatJson.Configure);
        services.Configure<WorkerOptions>(options => options.InputConverters.RegisterAt<RouteNumberConverter>(0));
        services.Configure<PageOptions>(configuration.GetSection("Chat"));
        services.AddOptions<TokenOptions>().Bind(configuration.GetSection("Chat")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<IdentityOptions>().Bind(configuration.GetSection("Chat:Identity")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<AttachmentOptions>().Bind(configuration.GetSection("Chat:Attachments")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RateLimitOptions>()
            .Bind(configuration.GetSection("Chat:RateLimits"))
            .Configure(options =>
            {
                foreach (var (limit, bucket) in options.Buckets)
                {
                    configuration.GetSection($"Chat:RateLimits:{limit}").Bind(bucket);
                }
            })
            .Validate(
                options => options.Buckets.Values.All(bucket => bucket.IsValid),
                "Each of Chat__RateLimits needs __Tokens and __Burst from 1 to 1000000, and __Per from a millisecond to a day.")
            .ValidateOnStart();
        services.AddHealthChecks()
            .AddCheck<StorageHealthCheck>("storage", timeout: HealthCheckTimeout)
            .AddCheck<SignalRHealthCheck>("signalR", timeout: HealthCheckTimeout);
        return services
            .AddSingleton<AccessTokens>()
            .AddSingleton<ExternalTokens>()
            .AddSingleton<EndedSessions>()
            .AddSingleton<ApiKeys>()
            .AddSingleton<RateLimiters>()
            .AddSingleton<SignalRHealthCheck>()
            .AddSingleton<SharedHealthReport>();
    }
}

/// <summary>
/// Parses numbers in routes. The worker's converter throws for <c>01</c>, <c>+2</c> or a number out of range; this one gives
/// <see cref="None"/>, which doesn't exist.
/// </summary>
internal sealed class RouteNumberConverter : IInputConverter
{
    /// <summary>A number that nothing has, because numbers in routes start at 1.</summary>
    public const long None = 0;

    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) => ValueTask.FromResult(
        context.TargetType == typeof(long) && context.Source is string text ? ConversionResult.Success(Parse(text)) : ConversionResult.Unhandled());

    private static long Parse(string text) =>
        !text.StartsWith('0') && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : None;
}

/// <summary>Finds attributes of functions.</summary>
internal static class FunctionMethod
{
    /// <param name="entryPoint">As the worker names it: <c>Namespace.Class.Method</c>.</param>
    public static T? Find<T>(string entryPoint)
        where T : Attribute
    {
        var dot = entryPoint.LastIndexOf('.');
        return typeof(FunctionMethod).Assembly.GetType(entryPoint[..dot])?.GetMethod(entryPoint[(dot + 1)..])?.GetCustomAttribute<T>();
    }
}

/// <summary>Answers 404 if the room id in the route can't be an id, so that it is never used as a key.</summary>
internal sealed class RoomIdMiddleware : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http || http.Request.RouteValues["roomId"] is not string roomId || Ids.IsPlausible(roomId))
        {
            return next(context);
        }

        context.GetInvocationResult().Value = Problem.Of(Refusal.RoomNotFound);
        return Task.CompletedTask;
    }
}
