using Spectre.Console;

namespace ChatFunctions.Cli.Terminal;

/// <summary>A colour for each user, the same in every room, on every machine, permanently.</summary>
internal static class NameColours
{
    /// <summary>From the 256-colour table: told apart, and readable on black and on white.</summary>
    private static readonly Color[] Palette =
        [.. new byte[] { 32, 35, 62, 67, 71, 97, 98, 130, 133, 136, 161, 166, 168, 172, 30, 65 }.Select(number => Color.FromInt32(number))];

    public static Style Of(string userId) => new(Palette[(int)(Hash(userId) % (uint)Palette.Length)]);

    /// <summary>FNV-1a, for the runtime's own hash differs from process to process.</summary>
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
