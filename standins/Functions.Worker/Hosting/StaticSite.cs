using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>
/// Serves a built web client at <c>/</c>, as the Static Web Apps CLI does: files as they are, and index.html for pages that only the
/// client knows. On when the setting <c>webroot</c> names the folder.
/// </summary>
internal static class StaticSite
{
    private const string Index = "/index.html";
    private const string HashedAssets = "/assets";

    public static void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        if (configuration[WebHostDefaults.WebRootKey] is { Length: > 0 })
            services.AddResponseCompression();
    }

    public static void Use(WebApplication app, string routePrefix)
    {
        if (app.Configuration[WebHostDefaults.WebRootKey] is not { Length: > 0 } setting)
            return;

        var files = new PhysicalFileProvider(Locate(setting, app.Environment.ContentRootPath));
        app.Lifetime.ApplicationStopped.Register(files.Dispose);
        app.UseResponseCompression();
        app.Use(next => context =>
        {
            if (IsPage(context.Request, routePrefix) && !files.GetFileInfo(context.Request.Path).Exists)
                context.Request.Path = Index;

            return next(context);
        });
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files, OnPrepareResponse = SetCaching });
    }

    private static string Locate(string setting, string contentRoot)
    {
        var folder = Path.GetFullPath(setting, contentRoot);
        if (!Directory.Exists(folder))
            folder = Path.GetFullPath(setting);

        return Directory.Exists(folder)
            ? folder
            : throw new InvalidOperationException(
                $"The setting webroot is '{setting}', which is no folder. Build the web client first, or leave the setting out.");
    }

    // What asks for a page is a browser's navigation; below the API a missing route must stay a 404.
    private static bool IsPage(HttpRequest request, string routePrefix) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && !(routePrefix.Length > 0 && request.Path.StartsWithSegments($"/{routePrefix}"))
        && !request.Path.StartsWithSegments("/runtime")
        && (request.Path == "/" || request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase));

    private static void SetCaching(StaticFileResponseContext file) =>
        file.Context.Response.Headers[HeaderNames.CacheControl] =
            file.Context.Request.Path.StartsWithSegments(HashedAssets) ? "public, max-age=31536000, immutable" : "no-cache";
}
