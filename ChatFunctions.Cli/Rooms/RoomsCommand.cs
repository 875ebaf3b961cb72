using System.CommandLine;
using System.Globalization;
using ChatFunctions.Cli.Api;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Rooms;

/// <summary>Lists the user's rooms, the hidden ones, or the public ones.</summary>
internal static class RoomsCommand
{
    public const string HiddenRooms = "rooms?hidden=true&limit=200";

    public static Command Create(CommandRunner runner)
    {
        var isPublic = new Option<bool>("--public") { Description = "List public rooms that you can join" };
        var isHidden = new Option<bool>("--hidden") { Description = "List the direct rooms that you have hidden" };
        var name = new Argument<string?>("name") { Description = "With --public: only rooms whose name starts with this", Arity = ArgumentArity.ZeroOrOne };
        return runner.Make("rooms", "List your rooms, most recently active first", async (call, client, cancellationToken) =>
        {
            var path = call.GetValue(isPublic) ? "rooms/public?limit=200".With(("q", call.GetValue(name)))
                : call.GetValue(isHidden) ? HiddenRooms
                : "rooms?limit=200";
            var rooms = await client.Chat.ListAsync(path, WireJson.Default.Room, cancellationToken).ToListAsync(cancellationToken);
            if (client.Screen.Json)
            {
                rooms.ForEach(room => client.Screen.Show(room.Json));
            }
            else
            {
                Show(client, [.. rooms.Select(room => room.Value)], call.GetValue(isHidden) ? "No hidden rooms." : "No rooms yet. Use create to create one, or join to join one.");
            }
        }, name, isPublic, isHidden);
    }

    private static void Show(Client client, Room[] rooms, string none)
    {
        if (rooms.Length == 0)
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
