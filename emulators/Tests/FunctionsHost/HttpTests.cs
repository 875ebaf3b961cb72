using System.Net;
using System.Text.Json;

namespace Emulators.Tests.FunctionsHost;

[Collection(SharedHostTests.Name)]
public sealed class HttpTests(SharedHost shared)
{
    private readonly TestHost _test = shared.Test;

    [Fact]
    public async Task A_function_gets_the_unchanged_request()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/describe/a%20b/7?x=1&part=hidden&code=secret") { Headers = { { "x-custom", "kept" } } };
        using var response = await _test.Http.SendAsync(request);

        var seen = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("GET", seen.GetProperty("method").GetString());
        Assert.Equal($"{_test.Host.Url}/api/describe/a b/7?x=1&part=hidden&code=secret", seen.GetProperty("url").GetString());
        Assert.Equal("a b", seen.GetProperty("part").GetString());
        Assert.Equal("kept", seen.GetProperty("headers").GetProperty("x-custom").GetString());
        Assert.True(Guid.TryParse(seen.GetProperty("headers").GetProperty("x-ms-invocation-id").GetString(), out _));
    }

    [Fact]
    public async Task Trigger_metadata_contains_route_and_query_values_but_not_the_key()
    {
        var seen = JsonElement.Parse(await _test.Http.GetStringAsync(new Uri("/api/describe/a?x=1&part=hidden&code=secret", UriKind.Relative)));

        var metadata = seen.GetProperty("metadata");
        Assert.Equal("a", metadata.GetProperty("part").GetString());
        Assert.Equal("1", metadata.GetProperty("x").GetString());
        Assert.False(metadata.TryGetProperty("code", out _));
        Assert.False(metadata.TryGetProperty("number", out _));
    }

    [Fact]
    public async Task Bodies_are_forwarded_unchanged()
    {
        var body = new byte[1024 * 1024];
        new Random(1).NextBytes(body);
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/octet-stream") } };

        using var response = await _test.Http.PostAsync(new Uri("/api/echo", UriKind.Relative), content);

        Assert.Equal(body, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("GET", "items/special", "any special")]
    [InlineData("DELETE", "items/special", "special")]
    [InlineData("GET", "numbers/12", "number 12")]
    [InlineData("GET", "numbers/twelve", "text twelve")]
    [InlineData("PATCH", "WithoutRoute", "PATCH")]
    public async Task The_first_function_in_alphabetical_order_whose_route_constraints_and_methods_match_takes_a_request(string method, string path, string answer)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/{path}");
        using var response = await _test.Http.SendAsync(request);

        Assert.Equal(answer, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET", "/api/unknown")]
    [InlineData("GET", "/unknown")]
    [InlineData("POST", "/")]
    [InlineData("POST", "/api/items/special")]
    [InlineData("HEAD", "/api/items/special")]
    [InlineData("OPTIONS", "/api/items/special")]
    [InlineData("GET", "/runtime/webhooks/signalr")]
    public async Task Other_paths_and_methods_get_an_empty_404(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _test.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    public async Task A_function_can_take_HEAD_and_OPTIONS(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/head");
        using var response = await _test.Http.SendAsync(request);

        Assert.Equal(method, response.Headers.GetValues("x-method").Single());
    }

    [Fact]
    public async Task The_root_is_an_HTML_page()
    {
        using var response = await _test.Http.GetAsync(new Uri("/", UriKind.Relative));

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task An_exception_is_an_empty_500_and_logged()
    {
        using var response = await _test.Http.GetAsync(new Uri("/api/throw", UriKind.Relative));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        await Until.TrueAsync(() => _test.Logs.Any(log => log.StartsWith("Error Host.Http: Throw failed", StringComparison.Ordinal) && log.Contains("thrown by the app", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Logs_of_the_worker_appear_with_their_exceptions_if_the_level_of_their_category_allows()
    {
        await _test.Http.PostAsync(new Uri("/api/log/TestApp.Quiet/Warning?text=quiet", UriKind.Relative), null);
        await _test.Http.PostAsync(new Uri("/api/log/TestApp.Quiet/Error?text=loud", UriKind.Relative), null);

        await Until.TrueAsync(() => _test.Logs.Any(log => log.StartsWith("Error TestApp.Quiet", StringComparison.Ordinal) && log.Contains(": loud", StringComparison.Ordinal) && log.Contains("its exception", StringComparison.Ordinal)));
        Assert.DoesNotContain(_test.Logs, log => log.Contains(": quiet", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("event=42&text=numbered", "Error TestApp [42 ]: numbered")]
    [InlineData("event=42&name=Renamed&text=named", "Error TestApp [0 Renamed]: named")]
    public async Task Logs_of_the_worker_have_the_name_of_their_event_or_its_number_if_it_has_no_name(string query, string expected)
    {
        await _test.Http.PostAsync(new Uri($"/api/log/TestApp/Error?{query}", UriKind.Relative), null);

        await Until.TrueAsync(() => _test.Logs.Any(log => log.StartsWith(expected, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("https://chat.example", "https://chat.example")]
    [InlineData("https://shop.example", "https://shop.example")]
    [InlineData("https://other.example", null)]
    public async Task Origins_of_local_settings_and_options_may_call_with_credentials(string origin, string? allowed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/echo") { Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "POST" } } };
        using var response = await _test.Http.SendAsync(request);

        Assert.Equal(allowed, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) ? origins.Single() : null);
        Assert.Equal(allowed is null ? null : "true", response.Headers.TryGetValues("Access-Control-Allow-Credentials", out var credentials) ? credentials.Single() : null);
    }

    [Theory]
    [InlineData("HubSetting", "FromSettings")]
    [InlineData("FUNCTIONS_WORKER_RUNTIME", "dotnet-isolated")]
    [InlineData("AZURE_FUNCTIONS_ENVIRONMENT", "Development")]
    [InlineData("DOTNET_STARTUP_HOOKS", "(none)")]
    public async Task The_worker_has_the_settings_as_environment_variables(string name, string value) =>
        Assert.Equal(value, await _test.Http.GetStringAsync(new Uri($"/api/environment/{name}", UriKind.Relative)));
}
