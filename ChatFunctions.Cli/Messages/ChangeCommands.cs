using System.CommandLine;
using System.Globalization;
using ChatFunctions.Cli.Api;
using ChatFunctions.Cli.Rooms;

namespace ChatFunctions.Cli.Messages;

/// <summary>Changes a message that was sent: edit, delete, react.</summary>
internal static class ChangeCommands
{
    public static Command Edit(CommandRunner runner)
    {
        var (where, number) = (RoomArgument.Create(), Number());
        var text = SendCommand.Text(ArgumentArity.OneOrMore, "New text, or - for standard input");
        return runner.Make("edit", "Edit one of your messages", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            var body = new EditRequest(await SendCommand.TextAsync(call.GetRequiredValue(text), cancellationToken));
            var request = ChatRequest.Patch(Paths.Message(room.Id, call.GetValue(number)), body, WireJson.Default.EditRequest);
            await ChangeAsync(client, request, "Edited", cancellationToken);
        }, where, number, text);
    }

    public static Command Delete(CommandRunner runner)
    {
        var (where, number) = (RoomArgument.Create(), Number());
        return runner.Make("delete", "Delete a message", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            await ChangeAsync(client, ChatRequest.Delete(Paths.Message(room.Id, call.GetValue(number))), "Deleted", cancellationToken);
        }, where, number);
    }

    public static Command React(CommandRunner runner)
    {
        var (where, number) = (RoomArgument.Create(), Number());
        var emoji = new Argument<string>("emoji") { Description = "The emoji" };
        var remove = new Option<bool>("--remove") { Description = "Remove your reaction" };
        return runner.Make("react", "React to a message with an emoji", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            var path = Paths.Reaction(room.Id, call.GetValue(number), call.GetRequiredValue(emoji));
            await ChangeAsync(
                client,
                call.GetValue(remove) ? ChatRequest.Delete(path) : ChatRequest.Put(path),
                call.GetValue(remove) ? "Removed the reaction from" : "Reacted to",
                cancellationToken);
        }, where, number, emoji, remove);
    }

    private static Argument<long> Number() => new("number") { Description = "Number of the message" };

    private static async Task ChangeAsync(Client client, ChatRequest request, string done, CancellationToken cancellationToken)
    {
        var changed = await client.Chat.SendAsync(request, WireJson.Default.RoomEvent, cancellationToken);
        client.Screen.Show(changed, message => client.Screen.Done(string.Create(CultureInfo.InvariantCulture, $"{done} #{message.Seq}.")));
    }
}
