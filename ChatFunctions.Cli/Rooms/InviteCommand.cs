using System.CommandLine;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Rooms;

/// <summary>Creates an invitation, or adds users by name.</summary>
internal static class InviteCommand
{
    public static Command Create(CommandRunner runner)
    {
        var where = RoomArgument.Create();
        var users = new Argument<string[]>("user")
        {
            Description = "Users to add: ID, username or display name. Without users: create an invitation",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var uses = new Option<int?>("--max-uses") { Description = "How many people can use the invitation. Default: unlimited", HelpName = "n" };
        var hours = new Option<int?>("--expires-in") { Description = "Hours until the invitation expires", HelpName = "hours" };
        return runner.Make("invite", "Create an invitation to a room, or add users", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            if (call.GetValue(users) is { Length: > 0 } named)
            {
                await BringInAsync(client, room, named, cancellationToken);
                return;
            }

            Show(client, await client.Chat.CreateInvitationAsync(room.Id, call.GetValue(uses), call.GetValue(hours), cancellationToken));
        }, where, users, uses, hours);
    }

    private static async Task BringInAsync(Client client, Room room, string[] named, CancellationToken cancellationToken)
    {
        foreach (var user in await Task.WhenAll(named.Select(name => client.Names.UserAsync(name, cancellationToken))))
        {
            var answer = await client.Chat.PutMemberAsync(room.Id, user.Id, role: null, cancellationToken);
            client.Screen.Show(answer, _ => client.Screen.Done($"Added {user.Username} to {room.Title}."));
        }
    }

    private static void Show(Client client, Invitation invitation) => client.Screen.Show(invitation, made =>
    {
        client.Screen.Line(new Piece(SafeText.Line(made.Code), Styles.Bold), new Piece($"  {SafeText.Line(made.Url)}", Styles.Dim));
        var uses = made.MaxUses is { } most ? $"{most} {(most == 1 ? "person" : "people")}" : "anyone";
        client.Screen.Done($"Valid for {uses}{(made.ExpiresAt is { } end ? $" until {client.Time.Full(end)}" : "")}: ./chat cli join {made.Code}");
    });
}
