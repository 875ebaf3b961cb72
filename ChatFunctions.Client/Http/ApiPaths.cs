using System.Globalization;

namespace ChatFunctions.Client.Http;

/// <summary>Paths of the API, with escaped parts.</summary>
internal static class ApiPaths
{
    public static string Room(string roomId) => $"rooms/{Escaped(roomId)}";

    public static string Messages(string roomId) => $"{Room(roomId)}/messages";

    public static string Message(string roomId, long seq) => string.Create(CultureInfo.InvariantCulture, $"{Messages(roomId)}/{seq}");

    public static string Reaction(string roomId, long seq, string emoji) => $"{Message(roomId, seq)}/reactions/{Escaped(emoji)}";

    public static string Pins(string roomId) => $"{Room(roomId)}/pins";

    public static string Pin(string roomId, long seq) => string.Create(CultureInfo.InvariantCulture, $"{Pins(roomId)}/{seq}");

    public static string Reports(string roomId) => $"{Room(roomId)}/reports";

    public static string Members(string roomId) => $"{Room(roomId)}/members";

    public static string Member(string roomId, string userId) => $"{Members(roomId)}/{Escaped(userId)}";

    public static string Bans(string roomId) => $"{Room(roomId)}/bans";

    public static string Ban(string roomId, string userId) => $"{Bans(roomId)}/{Escaped(userId)}";

    public static string Hidden(string roomId) => $"{Room(roomId)}/hidden";

    public static string Invitations(string roomId) => $"{Room(roomId)}/invitations";

    public static string User(string userId) => $"users/{Escaped(userId)}";

    public static string ExternalUser(string externalId) => $"users/external/{Escaped(externalId)}";

    public static string Block(string userId) => $"me/blocks/{Escaped(userId)}";

    public static string Escaped(string part) => Uri.EscapeDataString(part);

    /// <summary>Adds the parameters that have a value.</summary>
    public static string With(this string path, params (string Name, object? Value)[] query)
    {
        var parts = query.Where(part => part.Value is not null)
            .Select(part => $"{part.Name}={Escaped(Convert.ToString(part.Value, CultureInfo.InvariantCulture)!)}");
        return string.Join('&', parts) is { Length: > 0 } text ? $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{text}" : path;
    }
}
