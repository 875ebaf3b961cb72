using System.CommandLine;
using ChatFunctions.Cli.Messages;
using ChatFunctions.Cli.Rooms;
using ChatFunctions.Cli.Sessions;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli;

/// <summary>The services that a command needs.</summary>
internal sealed class Client : IAsyncDisposable
{
    private readonly Uri _server;

    public Client(Uri server, Screen screen, TimeProvider clock)
    {
        (_server, Screen, Clock) = (server, screen, clock);
        Sessions = new SessionFile(SessionFile.DefaultPath, server, clock);
        Chat = Connect(options => options.Sessions = Sessions);
        Names = new Names(Chat);
        Mentions = new MentionNames(Chat);
        Time = new LocalTime(clock);
    }

    /// <summary>The server's address without a trailing slash.</summary>
    public string ServerName => _server.AbsoluteUri.TrimEnd('/');

    public Screen Screen { get; }

    public TimeProvider Clock { get; }

    public SessionFile Sessions { get; }

    /// <summary>The API as the user who is logged in.</summary>
    public ChatClient Chat { get; }

    public Names Names { get; }

    public MentionNames Mentions { get; }

    public LocalTime Time { get; }

    /// <summary>Calls the API with other options.</summary>
    public ChatClient Connect(Action<ChatClientOptions> configure)
    {
        var options = new ChatClientOptions { BaseAddress = _server, TimeProvider = Clock };
        configure(options);
        return new ChatClient(options);
    }

    /// <exception cref="CliException">No user is logged in.</exception>
    public async Task<User> MeAsync(CancellationToken cancellationToken) =>
        (await Sessions.ReadAsync(cancellationToken))?.User ?? throw new CliException(NotLoggedIn);

    /// <summary>An error in one line.</summary>
    public string Describe(ChatApiException e) => e.Code switch
    {
        ChatApiException.NotLoggedIn => NotLoggedIn,
        ChatApiException.SessionEnded => $"Your session on {ServerName} has ended. Log in again.",
        _ => e.Message,
    };

    public ValueTask DisposeAsync() => Chat.DisposeAsync();

    private string NotLoggedIn => $"You're not logged in to {ServerName}. Use login or register.";
}

/// <summary>Runs a command.</summary>
internal delegate Task CommandBody(ParseResult call, Client client, CancellationToken cancellationToken);
