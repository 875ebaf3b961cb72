using System.CommandLine;
using ChatFunctions.Cli.Api;
using ChatFunctions.Cli.Rooms;
using ChatFunctions.Cli.Sessions;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli;

/// <summary>The services that a command needs.</summary>
internal sealed class Client : IDisposable
{
    public Client(ChatHttp http, Screen screen, TimeProvider clock)
    {
        (Http, Screen, Clock) = (http, screen, clock);
        Session = new SessionKeeper(new SessionFile(SessionFile.DefaultPath), http, clock);
        Chat = new ChatClient(http, Session);
        Names = new Names(Chat);
        Time = new LocalTime(clock);
    }

    public ChatHttp Http { get; }

    public Screen Screen { get; }

    public TimeProvider Clock { get; }

    public SessionKeeper Session { get; }

    public ChatClient Chat { get; }

    public Names Names { get; }

    public LocalTime Time { get; }

    public void Dispose() => Http.Dispose();
}

/// <summary>Runs a command.</summary>
internal delegate Task CommandBody(ParseResult call, Client client, CancellationToken cancellationToken);
