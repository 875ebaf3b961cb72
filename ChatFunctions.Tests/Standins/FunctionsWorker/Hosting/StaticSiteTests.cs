using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.Hosting;

public sealed class StaticSiteTests
{
    private const string Browser = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8";

    [Theory]
    [InlineData("/", "*/*", "<html>page</html>", "no-cache")]
    [InlineData("/", Browser, "<html>page</html>", "no-cache")]
    [InlineData("/rooms/r1", Browser, "<html>page</html>", "no-cache")]
    [InlineData("/index.html", "*/*", "<html>page</html>", "no-cache")]
    [InlineData("/icon.svg", "image/*", "<svg/>", "no-cache")]
    [InlineData("/assets/main-5f3a.js", "*/*", "main()", "public, max-age=31536000, immutable")]
    [InlineData("/api/name", Browser, "function", null)]
    public async Task Files_are_served_and_pages_that_only_the_client_knows_get_the_index(string path, string accept, string body, string? caching)
    {
        using var root = Site();
        await using var app = await StartAsync(root);

        using var response = await GetAsync(app, path, accept);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
        Assert.Equal(caching, response.Headers.CacheControl is null ? null : string.Join(", ", response.Headers.GetValues("Cache-Control")));
    }

    [Theory]
    [InlineData("/api/nowhere", Browser)]
    [InlineData("/runtime/webhooks/other", Browser)]
    [InlineData("/assets/missing.js", "*/*")]
    [InlineData("/rooms/r1", "application/json")]
    [InlineData("/../host.json", "*/*")]
    public async Task What_is_neither_file_nor_page_is_not_found(string path, string accept)
    {
        using var root = Site().With("host.json", "{}");
        await using var app = await StartAsync(root);

        using var response = await GetAsync(app, path, accept);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Only_reading_gets_a_page()
    {
        using var root = Site();
        await using var app = await StartAsync(root);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/rooms/r1");
        request.Headers.TryAddWithoutValidation("Accept", Browser);

        using var response = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Files_are_compressed_for_who_asks()
    {
        using var root = Site().With("site/assets/large.js", new string('x', 50_000));
        await using var app = await StartAsync(root);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/large.js");
        request.Headers.Add("Accept-Encoding", "br");

        using var response = await app.Client.SendAsync(request);

        Assert.Equal("br", Assert.Single(response.Content.Headers.ContentEncoding));
        Assert.InRange((await response.Content.ReadAsByteArrayAsync()).Length, 1, 5_000);
    }

    [Fact]
    public async Task Without_a_webroot_there_are_no_files()
    {
        using var root = Site();
        await using var app = await FunctionApp.StartAsync<Functions>(root: root);

        using var response = await GetAsync(app, "/", Browser);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public void A_webroot_that_does_not_exist_stops_the_start()
    {
        var message = FunctionApp.WhyNot([typeof(Functions)], settings: "webroot=no/such/folder");

        Assert.Contains("no/such/folder", message);
    }

    private static ScriptRootFolder Site() => new ScriptRootFolder()
        .With("site/index.html", "<html>page</html>")
        .With("site/icon.svg", "<svg/>")
        .With("site/assets/main-5f3a.js", "main()");

    private static Task<FunctionApp> StartAsync(ScriptRootFolder root) =>
        FunctionApp.StartAsync<Functions>(root: root, settings: "webroot=site");

    private static async Task<HttpResponseMessage> GetAsync(FunctionApp app, string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await app.Client.SendAsync(request);
    }

    public sealed class Functions
    {
        [Function("Name")]
        public IResult Name([HttpTrigger("get")] HttpRequest request) => Results.Text("function");
    }
}
