using System.CommandLine;
using System.Globalization;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Rooms;

/// <summary>Lists the user's rooms, the hidden ones, or the public ones.</summary>
internal static class RoomsCommand
{
    public static Command Create(CommandRunner runner)
    {
        var isPublic = new Option<bool>("--public") { Description = "List public rooms that you can join" };
        var isHidden = new Option<bool>("--hidden") { Description = "List the direct rooms that you have hidden" };
        var name = new Argument<string?>("name") { Description = "With --public: only rooms whose name starts with this", Arity = ArgumentArity.ZeroOrOne };
        return runner.Make("rooms", "List your rooms, most recently active first", async (call, client, cancellationToken) =>
        {
            var rooms = call.GetValue(isPublic)
                ? client.Chat.FindPublicRoomsAsync(call.GetValue(name), cancellationToken)
                : client.Chat.ListRoomsAsync(call.GetValue(isHidden), cancellationToken);
            var none = call.GetValue(isHidden) ? "No hidden rooms." : "No rooms yet. Use create to create one, or join to join one.";
            client.Screen.ShowAll(await rooms.ToListAsync(cancellationToken), all => Show(client, all, none));
        }, name, isPublic, isHidden);
    }

    private static void Show(Client client, IReadOnlyCollection<Room> rooms, string none)
    {
        if (rooms.Count == 0)
        {
            client.Screen.Done(none);
            return;
        }

        var table = new ListTable("room", "unread#", "members#", "kind", "last", "id");
        foreach (var room in rooms)
        {
            table.Add(
                new Piece(room.Title, room.UnreadCount > 0 ? Styles.Bold : null),
                Number(room.UnreadCount),
                Number(room.MemberCount),
                new Piece(room.Kind, Styles.Dim),
                new Piece(room.LastMessage?.CreatedAt is { } at ? client.Time.Short(at) : ""),
                new Piece(room.Id, Styles.Dim));
        }

        client.Screen.Table(table);
    }

    private static Piece Number(long number) => new(number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture));
}
