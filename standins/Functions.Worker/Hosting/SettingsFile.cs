using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>Reads host.json and local.settings.json, which may hold comments and trailing commas.</summary>
internal static class SettingsFile
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>The file's object; an empty one where there is no file.</summary>
    public static JsonElement Read(string path)
    {
        if (!File.Exists(path))
            return JsonElement.Parse("{}");

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new InvalidOperationException($"{path} must hold a JSON object.");
        }
        catch (JsonException malformed)
        {
            throw new InvalidOperationException($"{path} is not valid JSON: {malformed.Message}", malformed);
        }
    }

    /// <summary>The object's values as configuration keys below <paramref name="prefix"/>.</summary>
    public static void Flatten(JsonElement value, string prefix, Dictionary<string, string?> into)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                    Flatten(property.Value, Join(prefix, property.Name), into);
                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in value.EnumerateArray().Index())
                    Flatten(item, Join(prefix, $"{index}"), into);
                break;
            case JsonValueKind.Null:
                break;
            default:
                into[prefix] = value.ToString();
                break;
        }
    }

    /// <summary>A property's value, whatever the case of its name.</summary>
    public static JsonElement? Property(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return null;

        foreach (var property in value.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return property.Value;
        }

        return null;
    }

    private static string Join(string prefix, string name) => prefix.Length == 0 ? name : $"{prefix}:{name}";
}
