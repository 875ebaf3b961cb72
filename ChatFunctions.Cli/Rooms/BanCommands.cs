using System.CommandLine;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Rooms;

/// <summary>Bans users from a room, lifts and lists bans.</summary>
internal static class BanCommands
{
    public static Command Ban(CommandRunner runner)
    {
        var (where, users) = (RoomArgument.Create(), Users());
        return runner.Make("ban", "Ban users from a room", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            foreach (var user in await NamedAsync(client, call.GetRequiredValue(users), cancellationToken))
            {
                var answer = await client.Chat.BanUserAsync(room.Id, user.Id, cancellationToken);
                client.Screen.Show(answer, _ => client.Screen.Done($"Banned {user.Username} from {room.Title}."));
            }
        }, where, users);
    }

    public static Command Unban(CommandRunner runner)
    {
        var (where, users) = (RoomArgument.Create(), Users());
        return runner.Make("unban", "Let banned users enter a room again", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            foreach (var user in await NamedAsync(client, call.GetRequiredValue(users), cancellationToken))
            {
                await client.Chat.UnbanUserAsync(room.Id, user.Id, cancellationToken);
                client.Screen.Done($"Unbanned {user.Username} in {room.Title}.");
            }
        }, where, users);
    }

    public static Command List(CommandRunner runner)
    {
        var where = RoomArgument.Create();
        return runner.Make("bans", "List the users who are banned from a room", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            var bans = await client.Chat.ListBansAsync(room.Id, cancellationToken).ToListAsync(cancellationToken);
            client.Screen.ShowAll(bans, all =>
            {
                var table = new ListTable("name", "since", "by", "id");
                foreach (var ban in all)
                {
                    table.Add(
                        new Piece(ban.User.Username, NameColours.Of(ban.User.Id)),
                        new Piece(client.Time.Short(ban.BannedAt)),
                        new Piece(ban.BannedBy.Username),
                        new Piece(ban.User.Id, Styles.Dim));
                }

                client.Screen.Table(table);
            });
        }, where);
    }

    private static Argument<string[]> Users() =>
        new("user") { Description = "ID, username or display name", Arity = ArgumentArity.OneOrMore };

    private static Task<User[]> NamedAsync(Client client, string[] named, CancellationToken cancellationToken) =>
        Task.WhenAll(named.Select(name => client.Names.UserAsync(name, cancellationToken)));
}
