using System.CommandLine;
using ChatFunctions.Cli.Api;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Rooms;

/// <summary>Makes an invitation, or brings in users by name.</summary>
internal static class InviteCommand
{
    public static Command Create(CommandRunner runner)
    {
        var where = RoomArgument.Create();
        var users = new Argument<string[]>("user")
        {
            Description = "Who comes in at once: id, login or name. Nobody: an invitation is made",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var uses = new Option<int?>("--max-uses") { Description = "How many the invitation lets in. Without it: however many", HelpName = "n" };
        var hours = new Option<int?>("--expires-in") { Description = "After how many hours it ends", HelpName = "hours" };
        return runner.Make("invite", "Makes an invitation to a room, or brings in users", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            if (call.GetValue(users) is { Length: > 0 } named)
            {
                await BringInAsync(client, room, named, cancellationToken);
                return;
            }

            var body = new CreateInvitationRequest(call.GetValue(uses), call.GetValue(hours));
            var request = ChatRequest.Post($"{Paths.Room(room.Id)}/invitations", body, WireJson.Default.CreateInvitationRequest);
            Show(client, await client.Chat.SendAsync(request, WireJson.Default.Invitation, cancellationToken));
        }, where, users, uses, hours);
    }

    private static async Task BringInAsync(Client client, Room room, string[] named, CancellationToken cancellationToken)
    {
        foreach (var user in await Task.WhenAll(named.Select(name => client.Names.UserAsync(name, cancellationToken))))
        {
            var answer = await client.Chat.SendAsync(ChatRequest.Put(Paths.Member(room.Id, user.Id)), WireJson.Default.Room, cancellationToken);
            client.Screen.Show(answer, _ => client.Screen.Done($"{user.Username} is in {room.Title}."));
        }
    }

    private static void Show(Client client, Received<Invitation> invitation) => client.Screen.Show(invitation, made =>
    {
        client.Screen.Line(new Piece(SafeText.Line(made.Code), Styles.Bold), new Piece($"  {SafeText.Line(made.Url)}", Styles.Dim));
        var uses = made.MaxUses is { } most ? $"{most} {(most == 1 ? "person" : "people")}" : "anybody";
        client.Screen.Done($"It lets in {uses}{(made.ExpiresAt is { } end ? $" until {client.Time.Full(end)}" : "")}: chat-cli join {made.Code}");
    });
}
