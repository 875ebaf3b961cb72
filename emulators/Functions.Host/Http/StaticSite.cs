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
            app.MapGet("/", http => Results.Content(HomePage, "text/html; charset=utf-8").ExecuteAsync(http));
            return;
        }

        var folder = Path.GetFullPath(webRoot);
        if (!Directory.Exists(folder))
            throw new InvalidSettingException($"The web client's folder {folder} is missing: build the web client first.");

        var files = new PhysicalFileProvider(folder);
        app.Lifetime.ApplicationStopped.Register(files.Dispose);
        var configuration = new ConfigurationBuilder().AddJsonFile(files, ConfigurationFile, optional: true, reloadOnChange: false).Build();
        var headers = configuration.GetSection("globalHeaders").GetChildren().ToArray();
        app.UseResponseCompression();
        app.Use((http, next) =>
        {
            if (IsPage(http.Request) && !isHostPath(http.Request.Path) && !files.GetFileInfo(http.Request.Path).Exists)
                http.Request.Path = "/index.html";

            return next(http);
        });
        var options = new StaticFileOptions { FileProvider = files, OnPrepareResponse = file => SetHeaders(file.Context, headers) };
        app.UseWhen(http => http.Request.Path != $"/{ConfigurationFile}", site => site.UseStaticFiles(options));
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
