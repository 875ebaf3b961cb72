using System.CommandLine;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Accounts;

/// <summary>Users whom one has blocked: block, unblock, blocks.</summary>
internal static class BlockCommands
{
    public static Command Block(CommandRunner runner) => Change(runner, "block", "Block a user", "Blocked", (chat, userId, cancellationToken) => chat.BlockUserAsync(userId, cancellationToken));

    public static Command Unblock(CommandRunner runner) => Change(runner, "unblock", "Unblock a user", "Unblocked", (chat, userId, cancellationToken) => chat.UnblockUserAsync(userId, cancellationToken));

    public static Command List(CommandRunner runner) => runner.Make("blocks", "List the users you blocked", async (_, client, cancellationToken) =>
    {
        var blocks = await client.Chat.ListBlocksAsync(cancellationToken).ToListAsync(cancellationToken);
        client.Screen.ShowAll(blocks, all =>
        {
            var table = new ListTable("name", "since", "id");
            foreach (var block in all)
            {
                table.Add(
                    new Piece(block.User.Username, NameColours.Of(block.User.Id)),
                    new Piece(client.Time.Short(block.BlockedAt)),
                    new Piece(block.User.Id, Styles.Dim));
            }

            client.Screen.Table(table);
        });
    });

    private static Command Change(CommandRunner runner, string name, string description, string done, Func<ChatClient, string, CancellationToken, Task> change)
    {
        var who = new Argument<string>("user") { Description = "ID, username or display name" };
        return runner.Make(name, description, async (call, client, cancellationToken) =>
        {
            var user = await client.Names.UserAsync(call.GetRequiredValue(who), cancellationToken);
            await change(client.Chat, user.Id, cancellationToken);
            client.Screen.Done($"{done} {user.Username}.");
        }, who);
    }
}
