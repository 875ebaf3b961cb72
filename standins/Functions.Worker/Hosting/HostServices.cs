using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker.Indexing;
using Microsoft.Azure.Functions.Worker.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>The services that every function application has.</summary>
internal static class HostServices
{
    public static void Add(WebApplicationBuilder builder, LocalSettings local)
    {
        builder.WebHost.UseKestrelCore();
        builder.Host.UseDefaultServiceProvider(services => services.ValidateScopes = builder.Environment.IsDevelopment());
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddSimpleConsole();
        builder.Services.AddRouting();
        builder.Services.Configure<JsonSerializerOptions>(json => json.PropertyNameCaseInsensitive = true);
        AddSignalR(builder.Services);
        Cors.AddServices(builder.Services, local);
        StaticSite.AddServices(builder.Services, builder.Configuration);
    }

    private static void AddSignalR(IServiceCollection services)
    {
        services.AddKeyedSingleton(SignalRBindings.Clock, TimeProvider.System);
        services.AddSingleton<SettingReferences>();
        services.AddSingleton<SignalRCredentials>();
        services.AddSingleton<SignalRHttp>();
        services.AddSingleton<SignalRConnections>();
        services.AddSingleton<SignalRBindings>();
        services.AddSingleton<SignalRSender>();
        services.AddSingleton<OutputMetrics>();
        services.AddSingleton<OutputDispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<OutputDispatcher>());
    }
}
