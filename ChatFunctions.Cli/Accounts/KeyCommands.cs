using System.CommandLine;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Accounts;

/// <summary>Manages the API keys of back ends.</summary>
internal static class KeyCommands
{
    private const string KeyVariable = "CHAT_MASTER_KEY";

    public static Command Create(CommandRunner runner) => new("keys", "Manage the API keys of back ends") { Add(runner), List(runner), Remove(runner) };

    /// <param name="client">The server.</param>
    /// <param name="masterKey">The function app's master key; null: that of the environment.</param>
    /// <param name="call">What to do with the keys.</param>
    public static async Task<T> ManageAsync<T>(Client client, string? masterKey, Func<ChatClient, Task<T>> call)
    {
        await using var chat = client.Connect(options => options.FunctionKey = masterKey ?? Environment.GetEnvironmentVariable(KeyVariable));
        try
        {
            return await call(chat);
        }
        catch (ChatApiException e) when (e.StatusCode == 401)
        {
            // The Functions host refuses the key, with an empty answer.
            throw new CliException($"The master key is missing or wrong. Set {KeyVariable}.");
        }
    }

    private static Command Add(CommandRunner runner)
    {
        var name = new Argument<string>("name") { Description = "Name by which the key is recognized" };
        var masterKey = MasterKey();
        return runner.Make("add", "Create a key and print it. It can't be printed again", async (call, client, cancellationToken) =>
        {
            var added = await ManageAsync(client, call.GetValue(masterKey), chat => chat.AddApiKeyAsync(call.GetRequiredValue(name), cancellationToken));
            client.Screen.Show(added, key => client.Screen.Line(new Piece(key.Key)));
        }, name, masterKey);
    }

    private static Command List(CommandRunner runner)
    {
        var masterKey = MasterKey();
        return runner.Make("list", "List the keys with their last use", async (call, client, cancellationToken) =>
        {
            var keys = await ManageAsync(client, call.GetValue(masterKey), chat => chat.ListApiKeysAsync(cancellationToken));
            client.Screen.ShowAll(keys, all =>
            {
                var table = new ListTable("name", "created", "last used", "id");
                foreach (var key in all)
                {
                    table.Add(
                        new Piece(key.Name, Styles.Bold),
                        new Piece(client.Time.Short(key.CreatedAt)),
                        new Piece(key.LastUsedAt is { } at ? client.Time.Short(at) : "never"),
                        new Piece(key.Id, Styles.Dim));
                }

                client.Screen.Table(table);
            });
        }, masterKey);
    }

    private static Command Remove(CommandRunner runner)
    {
        var id = new Argument<string>("id") { Description = "Key ID, from keys list" };
        var masterKey = MasterKey();
        return runner.Make("remove", "Remove a key. Every instance refuses it within ten seconds", async (call, client, cancellationToken) =>
        {
            await ManageAsync(client, call.GetValue(masterKey), async chat =>
            {
                await chat.RemoveApiKeyAsync(call.GetRequiredValue(id), cancellationToken);
                return true;
            });
            client.Screen.Done("Removed.");
        }, id, masterKey);
    }

    private static Option<string?> MasterKey() =>
        new("--master-key") { Description = $"Master key of the function app. Prefer {KeyVariable}, which other users can't see", HelpName = "key" };
}
