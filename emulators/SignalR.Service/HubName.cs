using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace SignalR.Service;

/// <summary>The rules for names of hubs: compared without case, kept in lower case.</summary>
internal static partial class HubName
{
    public static bool TryNormalize(string? name, [NotNullWhen(true)] out string? hub)
    {
        hub = name is not null && Valid().IsMatch(name) ? name.ToLowerInvariant() : null;
        return hub is not null;
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_`,.[\]]{0,127}\z")]
    private static partial Regex Valid();
}
