using System.CommandLine;
using System.Globalization;
using ChatFunctions.Cli.Api;
using ChatFunctions.Cli.Rooms;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Messages;

/// <summary>Sends a message.</summary>
internal static class SendCommand
{
    private const string FromInput = "-";

    public static Command Create(CommandRunner runner)
    {
        var where = RoomArgument.Create();
        var text = Text(ArgumentArity.OneOrMore, "What to say; - takes it from standard input");
        var replyTo = new Option<long?>("--reply-to") { Description = "The number of the message that this one answers", HelpName = "n" };
        var id = new Option<string?>("--id") { Description = "An id of your own for the message: given again, it isn't sent twice", HelpName = "id" };
        return runner.Make("send", "Sends a message, once however often it has to be tried", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            await SendAsync(client, room.Id, call.GetRequiredValue(text), call.GetValue(replyTo), call.GetValue(id), cancellationToken);
        }, where, text, replyTo, id);
    }

    /// <summary>An argument for a message's text, which may be several words.</summary>
    public static Argument<string[]> Text(ArgumentArity arity, string description) => new("text") { Description = description, Arity = arity };

    public static async Task<string> TextAsync(string[] words, CancellationToken cancellationToken) =>
        words is [FromInput] ? await Input.AllAsync(cancellationToken) : string.Join(' ', words);

    public static async Task SendAsync(
        Client client, string roomId, string[] words, long? replyTo, string? clientMessageId, CancellationToken cancellationToken)
    {
        var message = new SendRequest(await TextAsync(words, cancellationToken), clientMessageId ?? Sender.NewId(), replyTo);
        var sent = await new Sender(client.Chat, client.Clock).SendAsync(roomId, message, cancellationToken);
        client.Screen.Show(sent, stored => client.Screen.Done(string.Create(CultureInfo.InvariantCulture, $"Sent as #{stored.Seq}.")));
    }
}
