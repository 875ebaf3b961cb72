using System.Text.Json;
using System.Text.Json.Serialization;
using ChatFunctions.Cli.Api;

namespace ChatFunctions.Cli.Demo;

/// <summary>What the demo consists of, as <c>demo.json</c> has it: who there is, which rooms, and what is said in them.</summary>
/// <param name="Password">Everyone's.</param>
/// <param name="People">They are named by their logins everywhere else.</param>
/// <param name="Rooms">In the order in which they fall silent: the last is the first in the lists.</param>
/// <param name="Notifications">What a back end tells them.</param>
internal sealed record DemoContent(string Password, DemoPerson[] People, DemoRoom[] Rooms, DemoNotification[] Notifications)
{
    public static DemoContent Load()
    {
        using var file = typeof(DemoContent).Assembly.GetManifestResourceStream("demo.json")!;
        return JsonSerializer.Deserialize(file, DemoJson.Default.DemoContent)!;
    }
}

internal sealed record DemoPerson(string Login, string Username, string About);

/// <param name="Kind">As the API calls it. A direct room has no name; it is between its owner and its one member.</param>
/// <param name="Name">Its owner has one room with this name.</param>
/// <param name="Owner">Who makes it.</param>
/// <param name="Admins">With that role.</param>
/// <param name="Members">With that role.</param>
/// <param name="Readers">With that role.</param>
/// <param name="Invited">Members who come in by an invitation.</param>
/// <param name="ReadTo">Who has read no further than which message. All others have read everything.</param>
/// <param name="Messages">Oldest first.</param>
internal sealed record DemoRoom(
    string Kind,
    string? Name,
    string Owner,
    string[]? Admins,
    string[]? Members,
    string[]? Readers,
    string[]? Invited,
    Dictionary<string, string>? ReadTo,
    DemoMessage[] Messages)
{
    /// <summary>Everyone but the owner, with their roles.</summary>
    [JsonIgnore]
    public IEnumerable<(string Login, string Role)> Others =>
    [
        .. (Admins ?? []).Select(login => (login, "admin")),
        .. (Members ?? []).Concat(Invited ?? []).Select(login => (login, "member")),
        .. (Readers ?? []).Select(login => (login, "reader")),
    ];

    [JsonIgnore]
    public bool IsDirect => Kind == Room.Direct;
}

/// <param name="Id">What other lines of the same room call it.</param>
/// <param name="By">Who says it.</param>
/// <param name="Text">As it is sent.</param>
/// <param name="ReplyTo">The id of the message that it answers.</param>
/// <param name="EditedTo">What its sender makes of it afterwards.</param>
/// <param name="Deleted">Its sender takes it back.</param>
/// <param name="Reactions">Emojis, and whose they are.</param>
internal sealed record DemoMessage(
    string? Id, string By, string Text, string? ReplyTo, string? EditedTo, bool Deleted, Dictionary<string, string[]>? Reactions);

/// <param name="Id">By which it is stored once.</param>
/// <param name="To">A login.</param>
/// <param name="Text">For people.</param>
/// <param name="Data">For programs.</param>
internal sealed record DemoNotification(string Id, string To, string Text, JsonElement? Data);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DemoContent))]
internal sealed partial class DemoJson : JsonSerializerContext;
