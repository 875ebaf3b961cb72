namespace ChatFunctions.Client;

/// <summary>The limits of a server. <see cref="ApiObject.RawJson"/> has all of them, rate limits included.</summary>
/// <param name="TextBytes">The longest text of a message, in UTF-8 bytes.</param>
/// <param name="BatchMessages">The most messages of a batch.</param>
/// <param name="ClientMessageIdLength">The longest clientMessageId.</param>
/// <param name="RoomNameLength">The longest name of a room.</param>
/// <param name="MembersPerRoom">The most members of a room.</param>
/// <param name="MembersAtCreation">The most members that a room can be created with.</param>
/// <param name="MaxPageSize">The most items of a page.</param>
/// <param name="WaitSeconds">The longest wait for new events.</param>
/// <param name="RoomsPerHeartbeat">The most rooms of a presence heartbeat.</param>
/// <param name="AttachmentBytes">The most bytes of a file.</param>
/// <param name="AttachmentsPerMessage">The most files of a message or batch.</param>
public sealed record ServerLimits(
    int TextBytes,
    int BatchMessages,
    int ClientMessageIdLength,
    int RoomNameLength,
    int MembersPerRoom,
    int MembersAtCreation,
    int MaxPageSize,
    int WaitSeconds,
    int RoomsPerHeartbeat,
    int AttachmentBytes,
    int AttachmentsPerMessage) : ApiObject;

/// <summary>Whether a server and each of its parts are <c>up</c> or <c>down</c>.</summary>
public sealed record HealthReport(string Status, IReadOnlyDictionary<string, string> Parts) : ApiObject;
