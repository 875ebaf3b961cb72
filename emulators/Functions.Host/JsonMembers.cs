using System.Text.Json;

namespace Functions.Host;

internal static class JsonMembers
{
    /// <summary>A member of an object, found without regard to the case of its name.</summary>
    public static JsonElement? Member(this JsonElement json, string name)
    {
        if (json.TryGetProperty(name, out var exact))
            return exact;

        foreach (var member in json.EnumerateObject())
        {
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return member.Value;
        }

        return null;
    }
}
