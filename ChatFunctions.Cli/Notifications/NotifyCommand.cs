using System.CommandLine;
using System.Text.Json;
using ChatFunctions.Cli.Api;
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
            var body = new NotificationRequest(target, words, Data(call.GetValue(data)));
            var request = ChatRequest.Post("notifications", body, WireJson.Default.NotificationRequest) with
            {
                FunctionKey = call.GetValue(key) ?? KeyOfEnvironment,
            };
            var answer = await SendAsync(client, request, cancellationToken);
            if (client.Screen.Json)
            {
                client.Screen.Show(answer);
            }

            client.Screen.Done("Accepted.");
        }, to, text, isRoom, data, key);
    }

    private static async Task<JsonElement> SendAsync(Client client, ChatRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await client.Http.SendAsync(request, token: null, cancellationToken);
        }
        catch (RefusedException e) when (e.Status == 401)
        {
            // The Functions host refuses the key, with an empty answer.
            throw new RefusedException($"The function key is {(request.FunctionKey is null ? "missing" : "wrong")}.", e.Status, e.Code);
        }
    }

    private static async Task<NotificationTarget> TargetAsync(Client client, string to, bool isRoom, CancellationToken cancellationToken) =>
        isRoom ? new NotificationTarget(RoomId: await RoomIdAsync(client, to, cancellationToken))
        : Names.IsUserId(to) ? new NotificationTarget(UserId: to)
        : new NotificationTarget(Login: to);

    /// <summary>A back end can notify rooms that the user isn't in, so an unknown name is used as an id.</summary>
    private static async Task<string> RoomIdAsync(Client client, string to, CancellationToken cancellationToken)
    {
        try
        {
            return client.Session.IsPresent ? (await client.Names.RoomAsync(to, cancellationToken)).Id : to;
        }
        catch (RefusedException e) when (e.Status == 404)
        {
            return to;
        }
    }

    private static JsonElement? Data(string? json)
    {
        try
        {
            return json is null ? null : JsonElement.Parse(json);
        }
        catch (JsonException e)
        {
            throw new UsageException($"--data isn't valid JSON: {e.Message}");
        }
    }
}
