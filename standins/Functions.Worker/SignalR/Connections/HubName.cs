using System.Text.RegularExpressions;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>The name of a hub.</summary>
internal static partial class HubName
{
    public static bool IsValid(string hub) => Valid().IsMatch(hub);

    /// <summary>The form in which the service knows it.</summary>
    public static string Normalize(string hub) => hub.ToLowerInvariant();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_`,.[\]]{0,127}\z")]
    private static partial Regex Valid();
}
