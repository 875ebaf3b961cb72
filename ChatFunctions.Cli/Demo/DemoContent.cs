using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatFunctions.Cli.Demo;

/// <summary>The content of the demo, from <c>demo.json</c>.</summary>
/// <param name="Password">The password of all users.</param>
/// <param name="People">The users, who are referred to by login elsewhere.</param>
/// <param name="Rooms">The rooms, by the time of their last message.</param>
/// <param name="Notifications">Notifications of a back end.</param>
internal sealed record DemoContent(string Password, DemoPerson[] People, DemoRoom[] Rooms, DemoNotification[] Notifications)
{
    public static DemoContent Load()
    {
        using var file = typeof(DemoContent).Assembly.GetManifestResourceStream("demo.json")!;
        return JsonSerializer.Deserialize(file, DemoJson.Default.DemoContent)!;
    }
}

internal sealed record DemoPerson(string Login, string Username, string About);

/// <param name="Kind">The API's kind. A direct room has no name and is between its owner and its one member.</param>
/// <param name="Name">The name, unique among its owner's rooms.</param>
/// <param name="Owner">The creator.</param>
/// <param name="Admins">The admins.</param>
/// <param name="Members">The members with the role <c>member</c>.</param>
/// <param name="Readers">The readers.</param>
/// <param name="HasInvitation">Whether it has an invitation.</param>
/// <param name="ReadTo">The last message that a user has read. All others have read everything.</param>
/// <param name="Messages">The messages, oldest first.</param>
internal sealed record DemoRoom(
    string Kind,
    string? Name,
    string Owner,
    string[]? Admins,
    string[]? Members,
    string[]? Readers,
    bool HasInvitation,
    Dictionary<string, string>? ReadTo,
    DemoMessage[] Messages)
{
    /// <summary>Everyone but the owner, with their roles.</summary>
    [JsonIgnore]
    public IEnumerable<(string Login, string Role)> Others =>
    [
        .. (Admins ?? []).Select(login => (login, "admin")),
        .. (Members ?? []).Select(login => (login, "member")),
        .. (Readers ?? []).Select(login => (login, "reader")),
    ];

    [JsonIgnore]
    public bool IsDirect => Kind == RoomKind.Direct;
}

/// <param name="Id">The id for references in the same room.</param>
/// <param name="By">The sender.</param>
/// <param name="Text">The text as sent.</param>
/// <param name="ReplyTo">The id of the message that it replies to.</param>
/// <param name="EditedTo">The edited text.</param>
/// <param name="Deleted">Whether its sender deletes it.</param>
/// <param name="Reactions">Emoji and the users who react with them.</param>
internal sealed record DemoMessage(
    string? Id, string By, string Text, string? ReplyTo, string? EditedTo, bool Deleted, Dictionary<string, string[]>? Reactions);

/// <param name="Id">The idempotency id.</param>
/// <param name="To">The recipient's login.</param>
/// <param name="Text">The text.</param>
/// <param name="Data">Data for programs.</param>
internal sealed record DemoNotification(string Id, string To, string Text, JsonElement? Data);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DemoContent))]
internal sealed partial class DemoJson : JsonSerializerContext;
