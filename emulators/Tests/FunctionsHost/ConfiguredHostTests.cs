using System.Net;
using System.Text;

namespace Emulators.Tests.FunctionsHost;

/// <summary>A host with keys, custom headers, limits and a web client.</summary>
public sealed class ConfiguredHost : IAsyncLifetime
{
    internal string WebRoot { get; } = Directory.CreateTempSubdirectory("webroot").FullName;

    internal TestHost Test { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(WebRoot, "assets"));
        await File.WriteAllTextAsync(Path.Combine(WebRoot, "index.html"), "<title>client</title>");
        await File.WriteAllTextAsync(Path.Combine(WebRoot, "assets", "app-1a2b.js"), "let a;" + new string(' ', 10_000));
        await File.WriteAllTextAsync(
            Path.Combine(WebRoot, "staticwebapp.config.json"),
            """{"globalHeaders":{"Content-Security-Policy":"frame-ancestors 'none'","X-Content-Type-Options":"nosniff"}}""");
        Test = await TestHost.StartAsync(
            options => options with { WebRoot = WebRoot },
            ("AzureFunctionsJobHost__functionKeys__default", "function-key"),
            ("AzureFunctionsJobHost__masterKey", "master-key"),
            ("AzureFunctionsJobHost:systemKeys:signalr_extension", "system-key"),
            ("AzureFunctionsJobHost__extensions__http__customHeaders__Connection", "close"),
            ("AzureFunctionsJobHost__extensions__http__customHeaders__X-Method", "of the host"),
            ("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", "1000"),
            ("Overridden", "by an override"));
    }

    public async Task DisposeAsync()
    {
        await Test.DisposeAsync();
        Directory.Delete(WebRoot, recursive: true);
    }
}

public sealed class ConfiguredHostTests(ConfiguredHost configured) : IClassFixture<ConfiguredHost>
{
    private readonly TestHost _test = configured.Test;

    [Theory]
    [InlineData("api/function-key", null, HttpStatusCode.Unauthorized)]
    [InlineData("api/function-key", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("api/function-key", "system-key", HttpStatusCode.Unauthorized)]
    [InlineData("api/function-key", "function-key", HttpStatusCode.OK)]
    [InlineData("api/function-key", "master-key", HttpStatusCode.OK)]
    [InlineData("api/master-key", "function-key", HttpStatusCode.Unauthorized)]
    [InlineData("api/master-key", "master-key", HttpStatusCode.OK)]
    [InlineData("api/items/1", null, HttpStatusCode.OK)]
    public async Task Functions_require_the_key_of_their_level(string path, string? key, HttpStatusCode expected)
    {
        using var byQuery = await _test.Http.GetAsync(new Uri($"/{path}{(key is null ? "" : $"?code={key}")}", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/{path}");
        if (key is not null)
            request.Headers.Add("x-functions-key", key);
        using var byHeader = await _test.Http.SendAsync(request);

        Assert.Equal(expected, byQuery.StatusCode);
        Assert.Equal(expected, byHeader.StatusCode);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    [InlineData("function-key", HttpStatusCode.Forbidden)]
    [InlineData("system-key", HttpStatusCode.OK)]
    [InlineData("master-key", HttpStatusCode.OK)]
    public async Task The_webhook_requires_the_system_key(string? key, HttpStatusCode expected)
    {
        using var reported = Upstream.Event("connections", "connected", """{"type":10}""");

        Assert.Equal(expected, await Upstream.PostAsync(_test, reported, key is null ? "" : $"?code={key}"));
    }

    [Theory]
    [InlineData("Tick", null, HttpStatusCode.Unauthorized)]
    [InlineData("Tick", "function-key", HttpStatusCode.Forbidden)]
    [InlineData("Tick", "master-key", HttpStatusCode.Accepted)]
    [InlineData("Unknown", "master-key", HttpStatusCode.NotFound)]
    public async Task The_admin_API_requires_the_master_key(string function, string? key, HttpStatusCode expected)
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await _test.Http.PostAsync(new Uri($"/admin/functions/{function}{(key is null ? "" : $"?code={key}")}", UriKind.Relative), content);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Custom_headers_are_added_unless_the_function_sets_them_and_can_close_the_connection()
    {
        using var response = await _test.Http.GetAsync(new Uri("/api/items/1", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Head, "/api/head");
        using var own = await _test.Http.SendAsync(request);

        Assert.True(response.Headers.ConnectionClose);
        Assert.Equal("of the host", response.Headers.GetValues("x-method").Single());
        Assert.Equal("HEAD", own.Headers.GetValues("x-method").Single());
    }

    [Fact]
    public async Task A_body_beyond_the_limit_gets_413()
    {
        using var content = new StringContent(new string('x', 1001));
        using var response = await _test.Http.PostAsync(new Uri("/api/echo", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Overrides_win_over_local_settings() =>
        Assert.Equal("by an override", await _test.Http.GetStringAsync(new Uri("/api/environment/Overridden", UriKind.Relative)));

    [Theory]
    [InlineData("/", "*/*", "text/html", "no-cache")]
    [InlineData("/rooms/1", "text/html", "text/html", "no-cache")]
    [InlineData("/assets/app-1a2b.js", "*/*", "text/javascript", "public, max-age=31536000, immutable")]
    public async Task The_web_client_is_served_with_its_pages_and_caching(string path, string accept, string type, string caching)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", accept }, { "Accept-Encoding", "br" } } };
        using var response = await _test.Http.SendAsync(request);

        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(caching, response.Headers.GetValues("Cache-Control").Single());
        Assert.Equal(["br"], response.Content.Headers.ContentEncoding);
        Assert.Equal("frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("/rooms/1", "application/json")]
    [InlineData("/api/unknown", "text/html")]
    [InlineData("/runtime/unknown", "text/html")]
    [InlineData("/staticwebapp.config.json", "text/html")]
    public async Task An_unknown_file_is_a_404(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", accept } } };
        using var response = await _test.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
