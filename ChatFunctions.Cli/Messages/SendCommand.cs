using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using ChatFunctions.Cli.Rooms;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Messages;

/// <summary>Sends a message.</summary>
internal static partial class SendCommand
{
    private const string FromInput = "-";

    public static Command Create(CommandRunner runner)
    {
        var where = RoomArgument.Create();
        var text = Text(ArgumentArity.ZeroOrMore, "Message text, or - for standard input");
        var files = new Option<FileInfo[]>("--file") { Description = "File to attach; can be repeated", HelpName = "path" };
        var replyTo = new Option<long?>("--reply-to") { Description = "Number of the message to reply to", HelpName = "n" };
        var id = new Option<string?>("--id") { Description = "Your own message ID. A message with the same ID is sent only once", HelpName = "id" };
        return runner.Make("send", "Send a message exactly once", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            var (words, attached) = (call.GetValue(text) ?? [], call.GetValue(files) ?? []);
            if (words.Length == 0 && attached.Length == 0)
            {
                throw new CliException("A message needs a text or a file.");
            }

            var tokens = attached.Length == 0 ? null : await FileCommands.UploadAsync(client, room.Id, attached, cancellationToken);
            await SendAsync(client, room.Id, words, call.GetValue(replyTo), call.GetValue(id), cancellationToken, tokens);
        }, where, text, files, replyTo, id);
    }

    /// <summary>An argument for a message's text, which may be several words.</summary>
    public static Argument<string[]> Text(ArgumentArity arity, string description) => new("text") { Description = description, Arity = arity };

    /// <returns>The text without escape sequences, such as colours in the output of other programs.</returns>
    public static async Task<string> TextAsync(string[] words, CancellationToken cancellationToken) =>
        EscapeSequences().Replace(words is [FromInput] ? await Input.AllAsync(cancellationToken) : string.Join(' ', words), "");

    public static async Task SendAsync(
        Client client, string roomId, string[] words, long? replyTo, string? clientMessageId, CancellationToken cancellationToken, IReadOnlyList<string>? attachments = null)
    {
        var text = words.Length == 0 ? null : await client.Mentions.EncodeAsync(roomId, await TextAsync(words, cancellationToken), cancellationToken);
        var message = new NewMessage(text, clientMessageId, replyTo, attachments);
        var sent = await client.Chat.SendMessageAsync(roomId, message, cancellationToken);
        client.Screen.Show(sent, stored => client.Screen.Done(string.Create(CultureInfo.InvariantCulture, $"Sent as #{stored.Seq}.")));
    }

    /// <summary>Control sequences, operating system commands, which end with a bell or a string terminator, and short sequences (ECMA-48).</summary>
    [GeneratedRegex(@"\e(?:\[[0-?]*[ -/]*[@-~]|\][^\a\e]*(?:\a|\e\\)|[ -/]*[0-Z\\^-~])")]
    private static partial Regex EscapeSequences();
}
