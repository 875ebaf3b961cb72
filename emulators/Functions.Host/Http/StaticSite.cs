using Functions.Host.Settings;
using Microsoft.Extensions.FileProviders;

namespace Functions.Host.Http;

/// <summary>
/// Serves a built web client at <c>/</c>, as the Static Web Apps CLI does: files as they are with the global headers of the client's
/// configuration, and index.html for pages that only the client knows. Without a web client, a small page says that the host runs.
/// </summary>
internal static class StaticSite
{
    private const string ConfigurationFile = "staticwebapp.config.json";

    private const string HomePage = """
        <!doctype html>
        <html lang="en"><title>Functions host</title><p>Your Functions app is up and running.</p></html>
        """;

    public static void Use(WebApplication app, string? webRoot, Func<PathString, bool> isHostPath)
    {
        if (webRoot is null)
        {
            app.Use(next => context => HttpMethods.IsGet(context.Request.Method) && context.Request.Path == "/"
                ? Results.Content(HomePage, "text/html; charset=utf-8").ExecuteAsync(context)
                : next(context));
            return;
        }

        var folder = Path.GetFullPath(webRoot);
        if (!Directory.Exists(folder))
            throw new InvalidSettingException($"The web client's folder {folder} is missing: build the web client first.");

        var files = new PhysicalFileProvider(folder);
        app.Lifetime.ApplicationStopped.Register(files.Dispose);
        app.UseResponseCompression();
        var headers = new ConfigurationBuilder().AddJsonFile(files, ConfigurationFile, optional: true, reloadOnChange: false).Build().GetSection("globalHeaders").GetChildren().ToArray();
        app.Use(next => context =>
        {
            if (context.Request.Path == $"/{ConfigurationFile}")
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            if (IsPage(context.Request) && !isHostPath(context.Request.Path) && !files.GetFileInfo(context.Request.Path).Exists)
                context.Request.Path = "/index.html";

            return next(context);
        });
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files, OnPrepareResponse = file => SetHeaders(file.Context, headers) });
    }

    // A browser that opens a page asks for HTML; scripts don't, and must get a 404 for what is missing.
    private static bool IsPage(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && (request.Path == "/" || request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase));

    private static void SetHeaders(HttpContext http, IEnumerable<IConfigurationSection> globalHeaders)
    {
        foreach (var header in globalHeaders)
            http.Response.Headers[header.Key] = header.Value;

        http.Response.Headers.CacheControl = http.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";
    }
}
