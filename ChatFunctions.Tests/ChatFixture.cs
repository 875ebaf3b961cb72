using ChatFunctions.Tests.Azurite;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests;

/// <summary>A chat that test classes share: Azurite, the SignalR emulator, the app. Tests use users and rooms of their own.</summary>
public class ChatFixture : IAsyncLifetime
{
    // More than one, because Azurite scans the whole table for each request.
    private static readonly Lazy<Task<Chat>>[] Shared = [.. Enumerable.Range(0, 3).Select(_ => new Lazy<Task<Chat>>(() => Chat.StartAsync(accounts: 1)))];
    private static int _classes;

    private Chat? _chat;

    internal string TablePrefix => _chat!.TablePrefix;

    internal string SignalRConnectionString => _chat!.SignalR.ConnectionString;

    internal ChatInstance App => _chat!.App;

    /// <summary>The SignalR emulator's own services, to inspect and change its state.</summary>
    internal IServiceProvider SignalR => _chat!.SignalR.Services;

    public virtual async Task InitializeAsync() => _chat = await StartAsync();

    public virtual Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Another instance on the same data.</summary>
    internal Task<ChatInstance> StartAnotherAsync(Action<IServiceCollection>? replace = null, params string[] settings) =>
        ChatInstance.StartAsync(TablePrefix, SignalRConnectionString, replace: replace, settings: settings);

    internal Task<ChatUser> NewUserAsync(string? username = null) => ChatUser.RegisterAsync(App.Url, username);

    private protected virtual Task<Chat> StartAsync() => Shared[Interlocked.Increment(ref _classes) % Shared.Length].Value;
}

/// <summary>A chat for one test class that needs other settings or inspects everything that is stored.</summary>
public class OwnChatFixture : ChatFixture
{
    private Chat? _own;

    public override async Task DisposeAsync() => await _own!.DisposeAsync();

    /// <summary>The number of storage accounts.</summary>
    private protected virtual int Accounts => 1;

    /// <summary>Replaces services of the app, such as its clock.</summary>
    protected virtual void Replace(IServiceCollection services)
    {
    }

    private protected override async Task<Chat> StartAsync() => _own = await Chat.StartAsync(Accounts, Replace);
}

/// <summary>A SignalR emulator and an instance of the app with their own tables.</summary>
internal sealed record Chat(string TablePrefix, SignalREmulator SignalR, ChatInstance App) : IAsyncDisposable
{
    public static async Task<Chat> StartAsync(int accounts, Action<IServiceCollection>? replace = null)
    {
        var (tablePrefix, port) = (TestAccounts.NewTablePrefix(accounts), FreePort.Find());
        var signalR = await SignalREmulator.StartAsync(hostPort: port);
        return new Chat(tablePrefix, signalR, await ChatInstance.StartAsync(tablePrefix, signalR.ConnectionString, port, replace));
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await SignalR.DisposeAsync();
    }
}
