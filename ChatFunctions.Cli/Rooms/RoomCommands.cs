using System.CommandLine;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Rooms;

/// <summary>Shows and changes a room's settings and the user's own preferences, and deletes a room.</summary>
internal static class RoomCommands
{
    public static Command Set(CommandRunner runner)
    {
        var where = RoomArgument.Create();
        var name = new Option<string?>("--name") { Description = "New name", HelpName = "name" };
        var topic = new Option<string?>("--topic") { Description = "New topic; an empty text removes it", HelpName = "text" };
        var role = Choice("--default-role", "Role of users who join", Role.Member, Role.Reader);
        var level = Choice("--notify", "About which messages you are notified", NotificationLevel.Everything, NotificationLevel.Mentions, NotificationLevel.Nothing);
        var favourite = new Option<bool?>("--favourite") { Description = "Whether you list the room first", HelpName = "true|false" };
        return runner.Make("set", "Show or change a room's settings, and your own for it", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            if (call.GetResult(name) is not null || call.GetResult(topic) is not null || call.GetResult(role) is not null)
            {
                await client.Chat.UpdateRoomAsync(room.Id, call.GetValue(name), call.GetValue(role), call.GetValue(topic), cancellationToken);
            }

            var listed = await ListedAsync(client, room.Id, cancellationToken);
            if (call.GetResult(level) is not null || call.GetResult(favourite) is not null)
            {
                var preferences = new RoomPreferences(call.GetValue(level) ?? listed.Level!, call.GetValue(favourite) ?? listed.Favourite);
                await client.Chat.SetRoomPreferencesAsync(room.Id, preferences, cancellationToken);
                listed = await ListedAsync(client, room.Id, cancellationToken);
            }

            client.Screen.Show(listed, shown => Show(client.Screen, shown));
        }, where, name, topic, role, level, favourite);
    }

    public static Command Delete(CommandRunner runner)
    {
        var where = RoomArgument.Create();
        return runner.Make("delete-room", "Delete a room with all its messages", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            await client.Chat.DeleteRoomAsync(room.Id, cancellationToken);
            client.Screen.Done($"Deleted {room.Title}.");
        }, where);
    }

    private static Option<string?> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string?>(name) { Description = description };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    /// <summary>The room as the list of rooms has it, with the user's preferences.</summary>
    private static async Task<Room> ListedAsync(Client client, string roomId, CancellationToken cancellationToken) =>
        (await client.Names.MineAsync(cancellationToken)).Find(room => room.Id == roomId)
        ?? await client.Chat.ListRoomsAsync(hidden: true, cancellationToken).FirstOrDefaultAsync(room => room.Id == roomId, cancellationToken)
        ?? throw new CliException("You're not in this room.");

    private static void Show(Screen screen, Room room)
    {
        Setting("name", room.Title);
        Setting("topic", room.Topic ?? "none");
        Setting("default role", room.DefaultRole ?? "none");
        Setting("notify", room.Level ?? NotificationLevel.Everything);
        Setting("favourite", room.Favourite ? "yes" : "no");

        void Setting(string name, string value) => screen.Line(new Piece($"{name,-13} ", Styles.Dim), new Piece(SafeText.Line(value)));
    }
}
