using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SignalR.Service;

namespace Emulators.Tests.SignalR;

/// <summary>A SignalR service in this process, on a free port of 127.0.0.1, by default without an upstream.</summary>
internal sealed class SignalRServer : IAsyncDisposable
{
    public const string Hub = "chat";
    private static readonly HttpClient Http = new();
    private readonly WebApplication _service;
    private readonly TimeProvider _time;

    private SignalRServer(WebApplication service, TimeProvider time, WarningLog warnings)
    {
        Warnings = warnings;
        _service = service;
        _time = time;
        Url = new Uri(service.Urls.First());
    }

    public Uri Url { get; }

    public WarningLog Warnings { get; }

    public string ConnectionString => SignalRService.ConnectionString(_service);

    public static async Task<SignalRServer> StartAsync(TimeProvider? time = null, params string[] settings)
    {
        time ??= TimeProvider.System;
        var warnings = new WarningLog();
        string[] arguments = ["--urls=http://127.0.0.1:0", "--UpstreamSettings:Templates=", "--Logging:Console:LogLevel:Default=None", .. settings];
        var service = SignalRService.Build(arguments, time);
        service.Services.GetRequiredService<ILoggerFactory>().AddProvider(warnings);
        await service.StartAsync();
        return new SignalRServer(service, time, warnings);
    }

    /// <summary>The setting that sends all events to a URL.</summary>
    public static string UpstreamAt(string url) => $"--UpstreamSettings:Templates:0:UrlTemplate={url}";

    public Task StopAsync() => _service.StopAsync();

    /// <summary>The URL that negotiation returns for a hub.</summary>
    public Uri ClientUrl(string hub = Hub) => new(Url, $"/client/?hub={hub}");

    public string ClientToken(string? user = null, string hub = Hub, TimeSpan? lifetime = null, JsonObject? claims = null)
    {
        claims ??= [];
        if (user is not null) claims["asrs.s.uid"] = user;
        return TestToken.ForClient(Url, hub, _time.GetUtcNow() + (lifetime ?? TimeSpan.FromHours(1)), claims);
    }

    public long ExpiresIn(TimeSpan lifetime) => (_time.GetUtcNow() + lifetime).ToUnixTimeSeconds();

    /// <summary>Calls the REST API with a valid token.</summary>
    public Task<HttpResponseMessage> CallAsync(string method, string path, HttpContent? body = null)
    {
        string audience = new Uri(Url, path).GetLeftPart(UriPartial.Path);
        return CallAsync(method, path, TestToken.Create(new JsonObject { ["aud"] = audience, ["exp"] = ExpiresIn(TimeSpan.FromMinutes(1)) }), body);
    }

    public async Task<HttpResponseMessage> CallAsync(string method, string path, string? token, HttpContent? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Url, path)) { Content = body };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Http.SendAsync(request);
    }

    /// <summary>Sends a message whose one argument is <paramref name="text"/>, and expects it to be accepted.</summary>
    public async Task SendAsync(string path, string text = "hello", string target = "newMessage")
    {
        using var answer = await CallAsync("POST", path, JsonContent.Create(new { target, arguments = new[] { text } }));
        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
    }

    public async Task<int> StatusAsync(string method, string path, string? json = null)
    {
        using var answer = await CallAsync(method, path, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"));
        return (int)answer.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        await _service.StopAsync();
        await _service.DisposeAsync();
    }
}
