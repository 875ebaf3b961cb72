using System.CommandLine;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Rooms;

/// <summary>Lists a room's members.</summary>
internal static class MembersCommand
{
    public static Command Create(CommandRunner runner)
    {
        var where = RoomArgument.Create();
        return runner.Make("members", "List a room's members", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            var members = await client.Chat.ListMembersAsync(room.Id, cancellationToken).ToListAsync(cancellationToken);
            client.Screen.ShowAll(members, all =>
            {
                var table = new ListTable("name", "role", "since", "id");
                foreach (var member in all)
                {
                    table.Add(
                        new Piece(member.User.Username, NameColours.Of(member.User.Id)),
                        new Piece(member.Role),
                        new Piece(client.Time.Short(member.JoinedAt)),
                        new Piece(member.User.Id, Styles.Dim));
                }

                client.Screen.Table(table);
            });
        }, where);
    }
}
