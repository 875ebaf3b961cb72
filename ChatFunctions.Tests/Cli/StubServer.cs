using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Tests.Cli;

/// <summary>A server with configurable answers in place of a chat.</summary>
internal sealed class StubServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubServer(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    public static async Task<StubServer> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return new StubServer(app);
    }

    /// <summary>A configuration folder with a session of this server.</summary>
    public CliHome Home() => new(Url)
    {
        Session = new()
        {
            ["accessToken"] = "token",
            ["accessTokenExpiresAt"] = "2999-01-01T00:00:00.000Z",
            ["refreshToken"] = "refresh",
            ["refreshTokenExpiresAt"] = "2999-01-01T00:00:00.000Z",
            ["user"] = new System.Text.Json.Nodes.JsonObject { ["id"] = "ada", ["username"] = "Ada" },
        },
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
