using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatFunctions.Cli.Sessions;

/// <summary>The JSON of the session file: sessions by server URL.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Dictionary<string, Session>))]
internal sealed partial class SessionJson : JsonSerializerContext;
