using ChatFunctions.Tests.Azurite;
using ChatFunctions.Tests.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SignalR.Service;

namespace ChatFunctions.Tests;

/// <summary>Everything that a chat needs, real and on free ports: Azurite, the SignalR service, the app. One for each test class.</summary>
public class ChatFixture : IAsyncLifetime
{
    private WebApplication? _signalR;
    private ChatInstance? _app;

    public ChatFixture()
        : this(TestAccounts.Usual)
    {
    }

    /// <param name="accounts">How many storage accounts.</param>
    private protected ChatFixture(int accounts) => TablePrefix = TestAccounts.NewTablePrefix(accounts);

    internal string TablePrefix { get; }

    internal string SignalRConnectionString => SignalRService.ConnectionString(_signalR!);

    internal ChatInstance App => _app!;

    /// <summary>The services of the SignalR service, to see and upset its state.</summary>
    internal IServiceProvider SignalR => _signalR!.Services;

    public async Task InitializeAsync()
    {
        var port = FreePort.Find();
        _signalR = SignalRService.Build(
            ["--urls=http://127.0.0.1:0", $"--UpstreamSettings:Templates:0:UrlTemplate=http://127.0.0.1:{port}/runtime/webhooks/signalr"], TimeProvider.System);
        await _signalR.StartAsync();
        _app = await ChatInstance.StartAsync(TablePrefix, SignalRConnectionString, port, Replace);
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_signalR is not null)
        {
            await _signalR.DisposeAsync();
        }
    }

    /// <summary>What the app has other than usual: its clock, for one.</summary>
    protected virtual void Replace(IServiceCollection services)
    {
    }

    /// <summary>Another instance on the same data.</summary>
    internal Task<ChatInstance> StartAnotherAsync(Action<IServiceCollection>? replace = null, params string[] settings) =>
        ChatInstance.StartAsync(TablePrefix, SignalRConnectionString, replace: replace, settings: settings);

    internal Task<ChatUser> NewUserAsync(string? username = null) => ChatUser.RegisterAsync(App.Url, username);
}
