using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Api;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(Room))]
[JsonSerializable(typeof(Member))]
[JsonSerializable(typeof(BlockedUser))]
[JsonSerializable(typeof(AddKeyRequest))]
[JsonSerializable(typeof(NewApiKey))]
[JsonSerializable(typeof(ApiKey))]
[JsonSerializable(typeof(Ban))]
[JsonSerializable(typeof(Invitation))]
[JsonSerializable(typeof(RoomEvent))]
[JsonSerializable(typeof(EventsPage))]
[JsonSerializable(typeof(Page))]
[JsonSerializable(typeof(RoomListUpdate))]
[JsonSerializable(typeof(Credentials))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(CreateRoomRequest))]
[JsonSerializable(typeof(SendRequest))]
[JsonSerializable(typeof(EditRequest))]
[JsonSerializable(typeof(RoleRequest))]
[JsonSerializable(typeof(CreateInvitationRequest))]
[JsonSerializable(typeof(ReadRequest))]
[JsonSerializable(typeof(PresenceRequest))]
[JsonSerializable(typeof(PresenceLease))]
[JsonSerializable(typeof(NotificationRequest))]
[JsonSerializable(typeof(Nothing))]
internal sealed partial class WireJson : JsonSerializerContext
{
    private static readonly JsonWriterOptions LineOptions = new() { Encoder = TerminalEncoder() };

    /// <exception cref="UnreachableException">It isn't as the API describes it.</exception>
    public static Received<T> Read<T>(JsonElement json, JsonTypeInfo<T> type)
    {
        try
        {
            return new Received<T>(json.Deserialize(type) ?? throw new JsonException("null"), json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UnreachableException($"Unexpected response from the server: {e.Message}", e);
        }
    }

    /// <summary>The JSON on one line, safe to show.</summary>
    public static string Line(JsonElement json)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(line, LineOptions))
        {
            json.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(line.WrittenSpan);
    }

    /// <summary>Escapes characters that control a terminal, and keeps the letters of all scripts.</summary>
    private static JavaScriptEncoder TerminalEncoder()
    {
        var settings = new TextEncoderSettings(UnicodeRanges.All);
        settings.ForbidCharacters([.. Enumerable.Range(char.MinValue, char.MaxValue).Select(value => (char)value).Where(SafeText.IsUnsafe)]);
        return JavaScriptEncoder.Create(settings);
    }
}
