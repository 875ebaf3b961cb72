using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ChatFunctions.Accounts;
using ChatFunctions.Accounts.Erasure;
using ChatFunctions.Accounts.Export;
using ChatFunctions.Attachments;
using ChatFunctions.Live;
using ChatFunctions.Messages;
using ChatFunctions.Notifications;
using ChatFunctions.Reports;
using ChatFunctions.Rooms;
using Microsoft.AspNetCore.Mvc;

namespace ChatFunctions;

/// <summary>JSON conventions: camelCase, UTC with milliseconds, optional fields omitted instead of null.</summary>
internal static class ChatJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new UtcMillisecondsConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;

        // Source-generated types first; others, such as the worker's own, by reflection.
        options.TypeInfoResolverChain.Insert(0, ChatJsonContext.Default);
        options.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
    }

    public static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly();
        return options;
    }
}

/// <summary>Source-generated serialization of the app's types.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(ChangeMeRequest))]
[JsonSerializable(typeof(ChangePasswordRequest))]
[JsonSerializable(typeof(PasswordReset))]
[JsonSerializable(typeof(ResetPasswordRequest))]
[JsonSerializable(typeof(PasswordResetResult))]
[JsonSerializable(typeof(EraseRequest))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(Page<User>))]
[JsonSerializable(typeof(Page<OpenSession>))]
[JsonSerializable(typeof(Page<BlockedUser>))]
[JsonSerializable(typeof(ExportedAccount))]
[JsonSerializable(typeof(CreateRoomRequest))]
[JsonSerializable(typeof(PutMemberRequest))]
[JsonSerializable(typeof(Room))]
[JsonSerializable(typeof(UpdateRoomRequest))]
[JsonSerializable(typeof(RoomPreferences))]
[JsonSerializable(typeof(Page<Room>))]
[JsonSerializable(typeof(Page<RoomSummary>))]
[JsonSerializable(typeof(Page<RoomMember>))]
[JsonSerializable(typeof(Page<Ban>))]
[JsonSerializable(typeof(CreateInvitationRequest))]
[JsonSerializable(typeof(Invitation))]
[JsonSerializable(typeof(Page<Invitation>))]
[JsonSerializable(typeof(SendMessageRequest))]
[JsonSerializable(typeof(SendBatchRequest))]
[JsonSerializable(typeof(EditMessageRequest))]
[JsonSerializable(typeof(CreateUploadRequest))]
[JsonSerializable(typeof(Upload))]
[JsonSerializable(typeof(CreatePictureRequest))]
[JsonSerializable(typeof(SetPictureRequest))]
[JsonSerializable(typeof(SentBatch))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(Page<Message>))]
[JsonSerializable(typeof(HistoryPage))]
[JsonSerializable(typeof(PinList))]
[JsonSerializable(typeof(ReportMessageRequest))]
[JsonSerializable(typeof(Page<ReportedMessage>))]
[JsonSerializable(typeof(SearchPage))]
[JsonSerializable(typeof(Page<SearchPage>))]
[JsonSerializable(typeof(MarkReadRequest))]
[JsonSerializable(typeof(ReadMarker))]
[JsonSerializable(typeof(Typing))]
[JsonSerializable(typeof(Reaction[]))]
[JsonSerializable(typeof(RoomEvent[]))]
[JsonSerializable(typeof(EventsPage))]
[JsonSerializable(typeof(RoomListUpdate))]
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
[JsonSerializable(typeof(PutUserRequest))]
[JsonSerializable(typeof(PutUsersRequest))]
[JsonSerializable(typeof(UserList))]
[JsonSerializable(typeof(ImportRequest))]
[JsonSerializable(typeof(PutDirectRoomRequest))]
[JsonSerializable(typeof(PutMembersRequest))]
[JsonSerializable(typeof(PutMembersResult))]
[JsonSerializable(typeof(AddApiKeyRequest))]
[JsonSerializable(typeof(ApiKeyList))]
[JsonSerializable(typeof(NewApiKey))]
[JsonSerializable(typeof(DeletedResource))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(ImmutableSortedDictionary<string, string[]>))]
[JsonSerializable(typeof(Dictionary<string, object>))]
[JsonSerializable(typeof(SignInOptions))]
[JsonSerializable(typeof(Dictionary<string, PublishedRateLimit>))]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class ChatJsonContext : JsonSerializerContext;

/// <summary>Times as <c>2026-11-20T09:05:00.123Z</c>: ISO 8601, UTC, milliseconds.</summary>
internal sealed class UtcMillisecondsConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[24];
        value.UtcDateTime.TryFormat(text, out var length, Format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
