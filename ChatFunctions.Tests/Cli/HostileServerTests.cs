using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ChatFunctions.Tests.Cli;

/// <summary>Text that attacks the reader's terminal.</summary>
public sealed class HostileServerTests : IAsyncLifetime
{
    /// <summary>Escape sequences (C0 and C1) that clear the screen, set the title, colour and move the cursor, and a change of text direction.</summary>
    private const string Attack = "\e[2J\e]0;owned\a\u009b31m\u009d0;owned\u009c\e[1A\b\r\u202Egnp.exe\u2066\u2028[red]x[/]";

    private static readonly string[] Reactors = ["eve"];

    private StubServer? _server;

    public async Task InitializeAsync() => _server = await StubServer.StartAsync(async context =>
    {
        if (context.Request.Path.Value!.EndsWith("/messages", StringComparison.Ordinal))
        {
            var message = new
            {
                seq = 2,
                type = "message",
                roomId = "tea",
                sender = new { id = "eve", username = $"Eve{Attack}" },
                text = $"one{Attack}\ntwo{Attack}",
                reactions = new[] { new { emoji = Attack, userIds = Reactors } },
            };
            await context.Response.WriteAsync(JsonSerializer.Serialize(new { items = new[] { message } }));
        }
        else if (context.Request.Path.Value.EndsWith("/rooms", StringComparison.Ordinal))
        {
            var room = new { id = "tea", name = $"Tea{Attack}", kind = "private", memberCount = 1, head = 2, myRole = "owner" };
            await context.Response.WriteAsync(JsonSerializer.Serialize(new { items = new[] { room } }));
        }
        else
        {
            context.Response.StatusCode = 403;
            context.Response.ContentType = "application/problem+json";
            await context.Response.WriteAsync(JsonSerializer.Serialize(new { status = 403, detail = Attack, code = $"no{Attack}" }));
        }
    });

    public async Task DisposeAsync() => await _server!.DisposeAsync();

    [Theory]
    [InlineData("history", "tea")]
    [InlineData("history", "tea", "--json")]
    [InlineData("rooms")]
    [InlineData("rooms", "--json")]
    [InlineData("me")]
    public async Task Control_characters_of_a_hostile_server_never_reach_the_terminal(params string[] arguments)
    {
        using var home = _server!.Home();

        var result = await home.RunAsync(arguments);

        var shown = result.Output + result.Errors;
        Assert.Contains("owned", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(shown, c => c != '\n' && (char.IsControl(c) || c is '\u202E' or '\u2066' or '\u2028'));
    }
}
