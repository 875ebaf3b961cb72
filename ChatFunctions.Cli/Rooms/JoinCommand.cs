using System.CommandLine;

namespace ChatFunctions.Cli.Rooms;

/// <summary>Joins a public room, or any room by an invitation.</summary>
internal static class JoinCommand
{
    /// <summary>The part of an invite link before the code.</summary>
    private const string LinkMark = "/join/";

    public static Command Create(CommandRunner runner)
    {
        var where = new Argument<string>("room-or-invitation") { Description = "Name or ID of a public room, or an invite code or link" };
        return runner.Make("join", "Join a public room, or any room with an invitation", async (call, client, cancellationToken) =>
            CreateCommand.Show(client, "Joined", await JoinAsync(client, call.GetRequiredValue(where), cancellationToken)), where);
    }

    private static async Task<Room> JoinAsync(Client client, string where, CancellationToken cancellationToken)
    {
        if (where.LastIndexOf(LinkMark, StringComparison.Ordinal) is var mark && mark >= 0)
        {
            return await AcceptAsync(client, Uri.UnescapeDataString(where[(mark + LinkMark.Length)..]), cancellationToken);
        }

        return await PublicRoomIdAsync(client, where, cancellationToken) is { } roomId
            ? await client.Chat.JoinRoomAsync(roomId, cancellationToken)
            : await AcceptAsync(client, where, cancellationToken);
    }

    private static async Task<Room> AcceptAsync(Client client, string code, CancellationToken cancellationToken)
    {
        try
        {
            return await client.Chat.AcceptInvitationAsync(code, cancellationToken);
        }
        catch (ChatApiException e) when (e.StatusCode == 404)
        {
            throw new CliException($"No public room or invitation matches {code}.");
        }
    }

    /// <returns>Null: there is no public room with that id or name.</returns>
    private static async Task<string?> PublicRoomIdAsync(Client client, string where, CancellationToken cancellationToken)
    {
        var named = await client.Chat.FindPublicRoomsAsync(where, cancellationToken)
            .Where(room => string.Equals(room.Name, where, StringComparison.OrdinalIgnoreCase))
            .Select(room => room.Id).ToListAsync(cancellationToken);
        return named switch
        {
            [var roomId] => roomId,
            [] => (await client.Names.ByIdAsync(where, cancellationToken))?.Id,
            _ => throw new CliException($"Several public rooms are called {where}. Use an ID: {string.Join(", ", named)}"),
        };
    }
}
