using System.CommandLine;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Rooms;

/// <summary>Creates a room.</summary>
internal static class CreateCommand
{
    public static Command Create(CommandRunner runner)
    {
        var name = new Argument<string>("name") { Description = "Room name, 1-100 characters" };
        var isPublic = new Option<bool>("--public") { Description = "Anyone can find and join it" };
        var members = new Option<string[]>("--member", "-m")
        {
            Description = "Member to add: ID, username or display name. Repeatable",
            HelpName = "user",
        };
        return runner.Make("create", "Create a room", async (call, client, cancellationToken) =>
        {
            var users = await Task.WhenAll((call.GetValue(members) ?? []).Select(user => client.Names.UserAsync(user, cancellationToken)));
            var kind = call.GetValue(isPublic) ? RoomKind.Public : RoomKind.Private;
            var room = await client.Chat.CreateRoomAsync(
                call.GetRequiredValue(name), kind, users.Select(user => user.Id), cancellationToken: cancellationToken);
            Show(client, "Created", room);
        }, name, isPublic, members);
    }

    /// <summary>Shows a room after a change.</summary>
    public static void Show(Client client, string done, Room room) => client.Screen.Show(room, shown => client.Screen.Line(
        new Piece($"{done} "),
        new Piece(SafeText.Line(shown.Title), Styles.Room),
        new Piece($"  id {SafeText.Line(shown.Id)}", Styles.Dim)));
}
