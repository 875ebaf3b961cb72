using System.CommandLine;
using System.Text.Json;
using ChatFunctions.Cli.Messages;
using ChatFunctions.Cli.Rooms;

namespace ChatFunctions.Cli.Notifications;

/// <summary>Notifies a user or a room as a back end, which has a function key and no account.</summary>
internal static class NotifyCommand
{
    public const string KeyVariable = "CHAT_FUNCTION_KEY";

    public static string? KeyOfEnvironment => Environment.GetEnvironmentVariable(KeyVariable);

    public static Command Create(CommandRunner runner)
    {
        var to = new Argument<string>("to") { Description = "Username or user ID. With --room: a room ID, or its name if you're a member" };
        var text = SendCommand.Text(ArgumentArity.OneOrMore, "Message text, or - for standard input");
        var isRoom = new Option<bool>("--room") { Description = "Notify a room instead of a user" };
        var data = new Option<string?>("--data") { Description = "JSON object to send with the text", HelpName = "json" };
        var key = new Option<string?>("--key") { Description = $"Function key. Prefer {KeyVariable}, which other users can't see", HelpName = "key" };
        return runner.Make("notify", "Send a notification to a user or a room, as a back end", async (call, client, cancellationToken) =>
        {
            var target = await TargetAsync(client, call.GetRequiredValue(to), call.GetValue(isRoom), cancellationToken);
            var words = await SendCommand.TextAsync(call.GetRequiredValue(text), cancellationToken);
            var accepted = await SendAsync(client, call.GetValue(key) ?? KeyOfEnvironment, target, words, Data(call.GetValue(data)), cancellationToken);
            client.Screen.Show(accepted, _ => client.Screen.Done("Accepted."));
        }, to, text, isRoom, data, key);
    }

    private static async Task<NotificationAccepted> SendAsync(
        Client client, string? key, NotificationTarget target, string text, JsonElement? data, CancellationToken cancellationToken)
    {
        await using var backEnd = client.Connect(options => options.FunctionKey = key);
        try
        {
            return await backEnd.SendNotificationAsync(target, text, data, cancellationToken: cancellationToken);
        }
        catch (ChatApiException e) when (e.StatusCode == 401)
        {
            // The Functions host refuses the key, with an empty answer.
            throw new CliException($"The function key is {(key is null ? "missing" : "wrong")}.");
        }
    }

    private static async Task<NotificationTarget> TargetAsync(Client client, string to, bool isRoom, CancellationToken cancellationToken) =>
        isRoom ? new NotificationTarget(RoomId: await RoomIdAsync(client, to, cancellationToken))
        : Names.IsUserId(to) ? new NotificationTarget(UserId: to)
        : new NotificationTarget(Login: to);

    /// <summary>A back end can notify rooms that the user isn't in, so an unknown name is used as an id.</summary>
    private static async Task<string> RoomIdAsync(Client client, string to, CancellationToken cancellationToken) =>
        await client.Sessions.ReadAsync(cancellationToken) is null ? to : (await client.Names.FindRoomAsync(to, cancellationToken))?.Id ?? to;

    private static JsonElement? Data(string? json)
    {
        try
        {
            return json is null ? null : JsonElement.Parse(json);
        }
        catch (JsonException e)
        {
            throw new CliException($"--data isn't valid JSON: {e.Message}", ExitCodes.Usage);
        }
    }
}
