using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>Cross-origin access by local.settings.json, as Core Tools give it.</summary>
internal static class Cors
{
    public static void AddServices(IServiceCollection services, LocalSettings local)
    {
        if (local.CorsOrigins.Length > 0)
            services.AddCors();
    }

    public static void Use(WebApplication app, LocalSettings local)
    {
        if (local.CorsOrigins.Length == 0)
            return;

        app.UseCors(policy =>
        {
            policy.WithOrigins(local.CorsOrigins).AllowAnyHeader().AllowAnyMethod();
            if (local.CorsCredentials)
                policy.AllowCredentials();
        });
    }
}
