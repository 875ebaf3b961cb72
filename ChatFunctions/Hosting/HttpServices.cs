using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Extensions.Configuration;

namespace ChatFunctions.Hosting;

internal static class HttpServices
{
    public static IServiceCollection AddHttp(this IServiceCollection services, IConfiguration configuration)
    {
        // One for answers, one for what output bindings send.
        services.Configure<Microsoft.AspNetCore.Http.Json.JsonOptions>(options => ChatJson.Configure(options.SerializerOptions));
        services.Configure<JsonSerializerOptions>(ChatJson.Configure);
        services.Configure<WorkerOptions>(options => options.InputConverters.RegisterAt<RouteNumberConverter>(0));
        services.AddOptions<TokenOptions>().Bind(configuration.GetSection("Chat")).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<AccessTokens>().AddSingleton<EndedSessions>();
    }
}

/// <summary>
/// Reads numbers in routes. The worker's own converter throws on <c>01</c>, <c>+2</c> or a number out of range; here each of them is
/// <see cref="None"/>, so that the function answers as it does for anything else that doesn't exist.
/// </summary>
internal sealed class RouteNumberConverter : IInputConverter
{
    /// <summary>Numbers in routes start at 1, so nothing has this one.</summary>
    public const long None = 0;

    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) => ValueTask.FromResult(
        context.TargetType == typeof(long) && context.Source is string text ? ConversionResult.Success(Parse(text)) : ConversionResult.Unhandled());

    private static long Parse(string text) =>
        !text.StartsWith('0') && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : None;
}

/// <summary>Finds what a function's method says about itself.</summary>
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
