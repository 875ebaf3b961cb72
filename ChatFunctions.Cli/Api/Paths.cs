using System.Globalization;

namespace ChatFunctions.Cli.Api;

/// <summary>Paths of the API, with escaped parts.</summary>
internal static class Paths
{
    public static string Room(string roomId) => $"rooms/{Uri.EscapeDataString(roomId)}";

    public static string Messages(string roomId) => $"{Room(roomId)}/messages";

    public static string Message(string roomId, long seq) => string.Create(CultureInfo.InvariantCulture, $"{Messages(roomId)}/{seq}");

    public static string Reaction(string roomId, long seq, string emoji) => $"{Message(roomId, seq)}/reactions/{Uri.EscapeDataString(emoji)}";

    public static string Members(string roomId) => $"{Room(roomId)}/members";

    public static string Member(string roomId, string userId) => $"{Members(roomId)}/{Uri.EscapeDataString(userId)}";

    public static string Bans(string roomId) => $"{Room(roomId)}/bans";

    public static string Ban(string roomId, string userId) => $"{Bans(roomId)}/{Uri.EscapeDataString(userId)}";

    public static string Hidden(string roomId) => $"{Room(roomId)}/hidden";

    public static string User(string userId) => $"users/{Uri.EscapeDataString(userId)}";

    public static string Events(string roomId, long after, int wait = 0) =>
        string.Create(CultureInfo.InvariantCulture, $"{Room(roomId)}/events?after={after}&limit=200{(wait > 0 ? $"&wait={wait}" : "")}");

    /// <summary>A path with the parameters that have a value.</summary>
    public static string With(this string path, params IEnumerable<(string Name, object? Value)> query)
    {
        var parts = query.Where(part => part.Value is not null)
            .Select(part => $"{part.Name}={Uri.EscapeDataString(Convert.ToString(part.Value, CultureInfo.InvariantCulture)!)}");
        return string.Join('&', parts) is { Length: > 0 } text ? $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{text}" : path;
    }
}
