using System.CommandLine;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Rooms;

/// <summary>Lists a room's members, changes their roles and removes them.</summary>
internal static class MemberCommands
{
    public static Command List(CommandRunner runner)
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

    public static Command SetRole(CommandRunner runner)
    {
        var (where, who) = (RoomArgument.Create(), User());
        var role = new Argument<string>("role") { Description = "The new role" };
        role.AcceptOnlyFromAmong(Role.Owner, Role.Admin, Role.Member, Role.Reader);
        return runner.Make("role", "Change a member's role", async (call, client, cancellationToken) =>
        {
            var (room, member) = await MemberAsync(client, call.GetRequiredValue(where), call.GetRequiredValue(who), cancellationToken);
            var answer = await client.Chat.PutMemberAsync(room.Id, member.Id, call.GetRequiredValue(role), cancellationToken);
            client.Screen.Show(answer, _ => client.Screen.Done($"{member.Username} is now {call.GetRequiredValue(role)} in {room.Title}."));
        }, where, who, role);
    }

    public static Command Remove(CommandRunner runner)
    {
        var (where, who) = (RoomArgument.Create(), User());
        return runner.Make("remove", "Remove a member from a room", async (call, client, cancellationToken) =>
        {
            var (room, member) = await MemberAsync(client, call.GetRequiredValue(where), call.GetRequiredValue(who), cancellationToken);
            var answer = await client.Chat.RemoveMemberAsync(room.Id, member.Id, cancellationToken);
            client.Screen.Show(answer, _ => client.Screen.Done($"Removed {member.Username} from {room.Title}."));
        }, where, who);
    }

    private static Argument<string> User() => new("user") { Description = "ID, username or display name" };

    /// <summary>Finds a member, because a role for another user would add the user.</summary>
    private static async Task<(Room Room, UserRef Member)> MemberAsync(Client client, string where, string who, CancellationToken cancellationToken)
    {
        var room = await client.Names.RoomAsync(where, cancellationToken);
        var user = await client.Names.UserAsync(who, cancellationToken);
        var member = await client.Chat.ListMembersAsync(room.Id, cancellationToken).FirstOrDefaultAsync(one => one.User.Id == user.Id, cancellationToken);
        return (room, member?.User ?? throw new CliException($"{user.Username} isn't a member of {room.Title}."));
    }
}
