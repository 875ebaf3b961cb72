using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ChatFunctions.Accounts;
using ChatFunctions.Accounts.Export;
using ChatFunctions.Health;
using ChatFunctions.Messages;
using ChatFunctions.Notifications;
using ChatFunctions.Presence;
using ChatFunctions.Realtime;
using ChatFunctions.RoomLog;
using ChatFunctions.Rooms;
using ChatFunctions.Rooms.Invitations;
using ChatFunctions.Rooms.Members;
using Microsoft.AspNetCore.Mvc;

namespace ChatFunctions.Http;

/// <summary>What is read and written as JSON, compiled rather than found by reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(RenameRequest))]
[JsonSerializable(typeof(ChangePasswordRequest))]
[JsonSerializable(typeof(EraseRequest))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(Page<User>))]
[JsonSerializable(typeof(Page<OpenSession>))]
[JsonSerializable(typeof(ExportedRoom))]
[JsonSerializable(typeof(ExportedInvitation))]
[JsonSerializable(typeof(ExportedPresence))]
[JsonSerializable(typeof(CreateRoomRequest))]
[JsonSerializable(typeof(PutMemberRequest))]
[JsonSerializable(typeof(Room))]
[JsonSerializable(typeof(RenameRoomRequest))]
[JsonSerializable(typeof(Page<Room>))]
[JsonSerializable(typeof(Page<RoomSummary>))]
[JsonSerializable(typeof(Page<RoomMember>))]
[JsonSerializable(typeof(CreateInvitationRequest))]
[JsonSerializable(typeof(Invitation))]
[JsonSerializable(typeof(Page<Invitation>))]
[JsonSerializable(typeof(SendMessageRequest))]
[JsonSerializable(typeof(SendBatchRequest))]
[JsonSerializable(typeof(EditMessageRequest))]
[JsonSerializable(typeof(SentBatch))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(Page<Message>))]
[JsonSerializable(typeof(MarkReadRequest))]
[JsonSerializable(typeof(ReadMarker))]
[JsonSerializable(typeof(Typing))]
[JsonSerializable(typeof(Reaction[]))]
[JsonSerializable(typeof(RoomEvent[]))]
[JsonSerializable(typeof(EventsPage))]
[JsonSerializable(typeof(RoomsChanged))]
[JsonSerializable(typeof(Negotiated))]
[JsonSerializable(typeof(SendNotificationRequest))]
[JsonSerializable(typeof(NotificationAccepted))]
[JsonSerializable(typeof(Notification))]
[JsonSerializable(typeof(Page<Notification>))]
[JsonSerializable(typeof(UnreadNotifications))]
[JsonSerializable(typeof(RenewPresenceRequest))]
[JsonSerializable(typeof(PresenceLease))]
[JsonSerializable(typeof(PresenceChange))]
[JsonSerializable(typeof(Page<OnlineUser>))]
[JsonSerializable(typeof(DeletedResource))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(ImmutableSortedDictionary<string, string[]>))]
[JsonSerializable(typeof(PublishedLimits))]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class ChatJsonContext : JsonSerializerContext;
