using ChatFunctions.Accounts;
using ChatFunctions.Http;
using ChatFunctions.Messages;
using ChatFunctions.Notifications;
using ChatFunctions.Realtime;
using ChatFunctions.Rooms;
using ChatFunctions.Rooms.Direct;
using ChatFunctions.Rooms.Invitations;
using ChatFunctions.Rooms.Members;

namespace ChatFunctions.ApiDescription;

/// <summary>Operations that belong together, declared beside their functions; a tag in OpenAPI.</summary>
/// <param name="Name">The tag.</param>
/// <param name="Description">What they are about.</param>
/// <param name="Operations">By the function's name.</param>
internal sealed record ApiSection(string Name, string Description, IReadOnlyDictionary<string, Operation> Operations)
{
    /// <summary>All, in the order in which people should read of them.</summary>
    public static IReadOnlyList<ApiSection> All { get; } =
    [
        AccountApi.Section,
        MeApi.Section,
        UserApi.Section,
        RoomApi.Section,
        MemberApi.Section,
        InvitationApi.Section,
        DirectApi.Section,
        MessageApi.Section,
        HistoryApi.Section,
        LiveApi.Section,
        NotificationApi.Section,
        ServiceApi.Section,
    ];
}
