using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ChatFunctions.Client.Http;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(Page))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(OpenSession))]
[JsonSerializable(typeof(BlockedUser))]
[JsonSerializable(typeof(OnlineUser))]
[JsonSerializable(typeof(Credentials))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(ChangeMeRequest))]
[JsonSerializable(typeof(ChangePasswordRequest))]
[JsonSerializable(typeof(EraseRequest))]
[JsonSerializable(typeof(Room))]
[JsonSerializable(typeof(RoomMember))]
[JsonSerializable(typeof(Ban))]
[JsonSerializable(typeof(Invitation))]
[JsonSerializable(typeof(CreateRoomRequest))]
[JsonSerializable(typeof(PutDirectRoomRequest))]
[JsonSerializable(typeof(UpdateRoomRequest))]
[JsonSerializable(typeof(RoomPreferences))]
[JsonSerializable(typeof(PutMemberRequest))]
[JsonSerializable(typeof(CreateInvitationRequest))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(RoomChange))]
[JsonSerializable(typeof(EventsAnswer))]
[JsonSerializable(typeof(ReadMarker))]
[JsonSerializable(typeof(NewMessage))]
[JsonSerializable(typeof(CreateUploadRequest))]
[JsonSerializable(typeof(Upload))]
[JsonSerializable(typeof(CreatePictureRequest))]
[JsonSerializable(typeof(SetPictureRequest))]
[JsonSerializable(typeof(SendBatchRequest))]
[JsonSerializable(typeof(ImportRequest))]
[JsonSerializable(typeof(SentBatch))]
[JsonSerializable(typeof(EditRequest))]
[JsonSerializable(typeof(ReportRequest))]
[JsonSerializable(typeof(ReportedMessage))]
[JsonSerializable(typeof(MessageHit))]
[JsonSerializable(typeof(SearchPage))]
[JsonSerializable(typeof(MarkReadRequest))]
[JsonSerializable(typeof(RoomListUpdate))]
[JsonSerializable(typeof(Typing))]
[JsonSerializable(typeof(PresenceChange))]
[JsonSerializable(typeof(PresenceLease))]
[JsonSerializable(typeof(RenewPresenceRequest))]
[JsonSerializable(typeof(Notification))]
[JsonSerializable(typeof(NotificationAccepted))]
[JsonSerializable(typeof(SendNotificationRequest))]
[JsonSerializable(typeof(UnreadNotifications))]
[JsonSerializable(typeof(ServerLimits))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(ApiKey))]
[JsonSerializable(typeof(NewApiKey))]
[JsonSerializable(typeof(AddApiKeyRequest))]
[JsonSerializable(typeof(PutUserRequest))]
[JsonSerializable(typeof(PutUsersRequest))]
[JsonSerializable(typeof(PutMembersRequest))]
[JsonSerializable(typeof(AddedMembers))]
[JsonSerializable(typeof(PasswordReset))]
[JsonSerializable(typeof(ResetPasswordRequest))]
[JsonSerializable(typeof(PasswordResetResult))]
[JsonSerializable(typeof(SignInOptions))]
[JsonSerializable(typeof(Empty))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <exception cref="ChatApiException">It isn't as the API describes it.</exception>
    public static T Read<T>(JsonElement json, JsonTypeInfo<T> type)
    {
        try
        {
            var value = json.Deserialize(type) ?? throw new JsonException("null");
            if (value is ApiObject read)
            {
                read.RawJson = json;
            }

            return value;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ChatApiException($"Unexpected response from the server: {e.Message}", e);
        }
    }

    public static RoomEvent ReadEvent(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("type", out var type) && type.ValueEquals("message")
            ? Read(json, Default.Message)
            : Read(json, Default.RoomChange);
}

internal sealed record Page(JsonElement[] Items, string? Cursor);

internal sealed record Problem(string? Title, string? Detail, string? Code, string? TraceId, Dictionary<string, string[]>? Errors);

/// <summary>A body without fields.</summary>
internal sealed record Empty;
