using Spectre.Console;

namespace ChatFunctions.Cli.Terminal;

/// <summary>A stable colour for each user.</summary>
internal static class NameColours
{
    /// <summary>Distinct colours of the 256-colour palette that are readable on black and white.</summary>
    private static readonly Color[] Palette =
        [.. new byte[] { 32, 35, 62, 67, 71, 97, 98, 130, 133, 136, 161, 166, 168, 172, 30, 65 }.Select(number => Color.FromInt32(number))];

    public static Style Of(string userId) => new(Palette[(int)(Hash(userId) % (uint)Palette.Length)]);

    /// <summary>FNV-1a, because the runtime's hash differs between processes.</summary>
    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
        {
            hash = unchecked((hash ^ c) * 16777619);
        }

        return hash;
    }
}
