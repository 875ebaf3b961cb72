using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Http;

internal static class HttpServices
{
    public static IServiceCollection AddHttp(this IServiceCollection services)
    {
        // One for answers, one for what output bindings send.
        services.Configure<Microsoft.AspNetCore.Http.Json.JsonOptions>(options => ChatJson.Configure(options.SerializerOptions));
        services.Configure<JsonSerializerOptions>(ChatJson.Configure);
        services.Configure<WorkerOptions>(options => options.InputConverters.RegisterAt<RouteNumberConverter>(0));
        return services;
    }
}
