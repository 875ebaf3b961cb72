using System.CommandLine;
using ChatFunctions.Cli.Api;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Accounts;

/// <summary>Manages the API keys of back ends.</summary>
internal static class KeyCommands
{
    private const string KeyVariable = "CHAT_MASTER_KEY";

    public static Command Create(CommandRunner runner) => new("keys", "Manage the API keys of back ends") { Add(runner), List(runner), Remove(runner) };

    private static Command Add(CommandRunner runner)
    {
        var name = new Argument<string>("name") { Description = "Name by which the key is recognized" };
        var masterKey = MasterKey();
        return runner.Make("add", "Create a key and print it. It can't be printed again", async (call, client, cancellationToken) =>
        {
            var request = ChatRequest.Post("keys", new AddKeyRequest(call.GetRequiredValue(name)), WireJson.Default.AddKeyRequest);
            var added = await SendAsync(client, request, call.GetValue(masterKey), cancellationToken);
            client.Screen.Show(WireJson.Read(added, WireJson.Default.NewApiKey), key => client.Screen.Line(new Piece(key.Key)));
        }, name, masterKey);
    }

    private static Command List(CommandRunner runner)
    {
        var masterKey = MasterKey();
        return runner.Make("list", "List the keys with their last use", async (call, client, cancellationToken) =>
        {
            var answer = await SendAsync(client, ChatRequest.Get("keys"), call.GetValue(masterKey), cancellationToken);
            var keys = answer.GetProperty("items").EnumerateArray().Select(key => WireJson.Read(key, WireJson.Default.ApiKey)).ToList();
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
            await SendAsync(client, ChatRequest.Delete($"keys/{Uri.EscapeDataString(call.GetRequiredValue(id))}"), call.GetValue(masterKey), cancellationToken);
            client.Screen.Done("Removed.");
        }, id, masterKey);
    }

    private static Option<string?> MasterKey() =>
        new("--master-key") { Description = $"Master key of the function app. Prefer {KeyVariable}, which other users can't see", HelpName = "key" };

    private static async Task<System.Text.Json.JsonElement> SendAsync(Client client, ChatRequest request, string? masterKey, CancellationToken cancellationToken)
    {
        try
        {
            return await client.Http.SendAsync(request with { FunctionKey = masterKey ?? Environment.GetEnvironmentVariable(KeyVariable) }, token: null, cancellationToken);
        }
        catch (RefusedException e) when (e.Status == 401)
        {
            // The Functions host refuses the key, with an empty answer.
            throw new RefusedException($"The master key is missing or wrong. Set {KeyVariable}.", e.Status, e.Code);
        }
    }
}
