using System.Text.Json;
using ChatFunctions.Messages;
using ChatFunctions.Notifications;
using ChatFunctions.RoomLog;
using ChatFunctions.Rooms;
using Microsoft.OpenApi;

namespace ChatFunctions.ApiDescription.Schemas;

/// <summary>What neither a record's type nor its validator can say.</summary>
internal static class SchemaDetails
{
    private static readonly Dictionary<Type, Action<OpenApiSchema>> ByType = new()
    {
        [typeof(Message)] = message => Type(message).Enum = [Message.MessageType],
        [typeof(RoomChange)] = change => Type(change).Enum = [.. Enum.GetNames<RoomChangeType>().Select(name => JsonNamingPolicy.CamelCase.ConvertName(name))],
        [typeof(NotificationTarget)] = target => (target.MinProperties, target.MaxProperties) = (1, 1),
        [typeof(SendNotificationRequest)] = request => request.Required!.Add("to"),
        [typeof(CreateRoomRequest)] = request => request.Properties!["kind"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Enum = ["private", "public"],
            Default = "private",
            Description = request.Properties["kind"].Description,
        },
    };

    public static void Apply(Type type, OpenApiSchema schema)
    {
        if (ByType.TryGetValue(type, out var apply))
        {
            apply(schema);
        }
    }

    private static OpenApiSchema Type(OpenApiSchema schema) => (OpenApiSchema)schema.Properties!["type"];
}
