using System.CommandLine;
using System.Globalization;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Rooms;

/// <summary>Lists and revokes the open invitations to a room.</summary>
internal static class InvitationCommands
{
    public static Command List(CommandRunner runner)
    {
        var where = RoomArgument.Create();
        return runner.Make("invitations", "List a room's open invitations", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            var invitations = await client.Chat.ListInvitationsAsync(room.Id, cancellationToken).ToListAsync(cancellationToken);
            client.Screen.ShowAll(invitations, all =>
            {
                var table = new ListTable("code", "uses#", "limit#", "until");
                foreach (var invitation in all)
                {
                    table.Add(
                        new Piece(invitation.Code),
                        new Piece(invitation.Uses.ToString(CultureInfo.InvariantCulture)),
                        new Piece(invitation.MaxUses?.ToString(CultureInfo.InvariantCulture) ?? ""),
                        new Piece(invitation.ExpiresAt is { } end ? client.Time.Short(end) : ""));
                }

                client.Screen.Table(table);
            });
        }, where);
    }

    public static Command Revoke(CommandRunner runner)
    {
        var where = RoomArgument.Create();
        var code = new Argument<string>("code") { Description = "The invitation's code" };
        return runner.Make("revoke", "Revoke an invitation", async (call, client, cancellationToken) =>
        {
            var room = await client.Names.RoomAsync(call.GetRequiredValue(where), cancellationToken);
            await client.Chat.RevokeInvitationAsync(room.Id, call.GetRequiredValue(code), cancellationToken);
            client.Screen.Done($"Revoked {call.GetRequiredValue(code)}.");
        }, where, code);
    }
}
