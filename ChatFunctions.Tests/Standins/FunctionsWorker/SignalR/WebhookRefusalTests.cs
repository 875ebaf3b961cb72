using System.Net;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.SignalR;

public sealed class WebhookRefusalTests
{
    [Fact]
    public async Task A_function_that_fails_refuses_the_connection()
    {
        await using var app = await Listening.StartAsync(new Listening.Seen { Refuse = true });

        using var opened = await Upstream.PostAsync(app, Upstream.Event("connections", "connected", """{"type":10}"""));
        using var closed = await Upstream.PostAsync(app, Upstream.Event("connections", "disconnected", """{"type":11}"""));

        Assert.Equal(HttpStatusCode.Forbidden, opened.StatusCode);
        Assert.Equal(HttpStatusCode.OK, closed.StatusCode);
    }

    [Theory]
    [InlineData(Upstream.GoldenSignature, HttpStatusCode.OK)]
    [InlineData("SHA256=8F58E951EF866676949179DD4608E9B9F545F61E5B63F82A938B14145BE5F7EE", HttpStatusCode.OK)]
    [InlineData($"sha256=0000, {Upstream.GoldenSignature}", HttpStatusCode.OK)]
    [InlineData("sha256=8f58e951ef866676949179dd4608e9b9f545f61e5b63f82a938b14145be5f7ef", HttpStatusCode.Unauthorized)]
    [InlineData("8f58e951ef866676949179dd4608e9b9f545f61e5b63f82a938b14145be5f7ee", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task Only_the_service_can_report_an_event(string? signature, HttpStatusCode expected)
    {
        var seen = new Listening.Seen();
        await using var app = await Listening.StartAsync(seen);
        using var request = Upstream.Event("connections", "connected", """{"type":10}""");
        request.Headers.Remove("X-ASRS-Signature");
        if (signature is not null)
            request.Headers.Add("X-ASRS-Signature", signature);

        using var response = await Upstream.PostAsync(app, request);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? 1 : 0, seen.Contexts.Count);
    }

    [Theory]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.OK)]
    public async Task Other_content_is_not_taken(string? contentType, HttpStatusCode expected)
    {
        await using var app = await Listening.StartAsync();
        using var request = Upstream.Event("connections", "connected", """{"type":10}""");
        request.Content!.Headers.Remove("Content-Type");
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var response = await Upstream.PostAsync(app, request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("X-ASRS-Hub", HttpStatusCode.BadRequest)]
    [InlineData("X-ASRS-Category", HttpStatusCode.BadRequest)]
    [InlineData("X-ASRS-Event", HttpStatusCode.BadRequest)]
    [InlineData("X-ASRS-Connection-Id", HttpStatusCode.InternalServerError)]
    public async Task An_event_must_say_what_it_is_about(string header, HttpStatusCode expected)
    {
        await using var app = await Listening.StartAsync();
        using var request = Upstream.Event("connections", "connected", """{"type":10}""");
        request.Headers.Remove(header);

        using var response = await Upstream.PostAsync(app, request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("chat", "messages", "unheard")]
    [InlineData("other", "connections", "connected")]
    public async Task An_event_that_nobody_listens_to_is_not_found(string hub, string category, string name)
    {
        await using var app = await Listening.StartAsync();

        using var response = await Upstream.PostAsync(app, Upstream.Event(category, name, Upstream.Invocation(name, "[]"), hub: hub));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("connections", "disconnected", """{"type":10}""")]
    [InlineData("connections", "disconnected", "no JSON")]
    [InlineData("connections", "disconnected", "[]")]
    [InlineData("messages", "echo", """{"type":1,"target":"other","arguments":["x"]}""")]
    public async Task A_body_that_does_not_fit_its_event_is_an_error(string category, string name, string body)
    {
        await using var app = await Listening.StartAsync();

        using var response = await Upstream.PostAsync(app, Upstream.Event(category, name, body));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.NotEmpty(app.Logs.Errors);
    }

    [Theory]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData("?code=wrong", HttpStatusCode.Unauthorized)]
    [InlineData("?code=system-key", HttpStatusCode.OK)]
    public async Task A_configured_system_key_is_asked_for(string query, HttpStatusCode expected)
    {
        await using var app = await Listening.StartAsync(settings: "AzureFunctionsJobHost:systemKeys:signalr_extension=system-key");

        using var response = await Upstream.PostAsync(app, Upstream.Event("connections", "connected", """{"type":10}"""), query);

        Assert.Equal(expected, response.StatusCode);
    }
}
