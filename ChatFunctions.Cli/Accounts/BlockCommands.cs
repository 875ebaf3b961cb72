using System.CommandLine;
using ChatFunctions.Cli.Api;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Accounts;

/// <summary>Users whom one has blocked: block, unblock, blocks.</summary>
internal static class BlockCommands
{
    public static Command Block(CommandRunner runner) => Change(runner, "block", "Block a user", ChatRequest.Put, "Blocked");

    public static Command Unblock(CommandRunner runner) => Change(runner, "unblock", "Unblock a user", ChatRequest.Delete, "Unblocked");

    public static Command List(CommandRunner runner) => runner.Make("blocks", "List the users you blocked", async (_, client, cancellationToken) =>
    {
        var blocks = await client.Chat.ListAsync("me/blocks?limit=200", WireJson.Default.BlockedUser, cancellationToken).ToListAsync(cancellationToken);
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

    private static Command Change(CommandRunner runner, string name, string description, Func<string, ChatRequest> request, string done)
    {
        var who = new Argument<string>("user") { Description = "ID, username or display name" };
        return runner.Make(name, description, async (call, client, cancellationToken) =>
        {
            var user = await client.Names.UserAsync(call.GetRequiredValue(who), cancellationToken);
            await client.Chat.SendAsync(request($"me/blocks/{Uri.EscapeDataString(user.Id)}"), cancellationToken);
            client.Screen.Done($"{done} {user.Username}.");
        }, who);
    }
}
