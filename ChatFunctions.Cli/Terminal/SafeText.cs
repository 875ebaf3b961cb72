using System.Globalization;
using System.Text;

namespace ChatFunctions.Cli.Terminal;

/// <summary>
/// What others wrote, made harmless for a terminal: no character that moves the cursor, starts an escape sequence or turns the
/// direction of writing gets through. Each is shown by a sign of its own, so that nothing vanishes unseen.
/// </summary>
internal static class SafeText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The Unicode block that has a picture of each control character, in the same order.</summary>
    private const char ControlPictures = '\u2400';
    private const char PictureOfDelete = '\u2421';

    /// <summary>On one line: line breaks become a space.</summary>
    public static string Line(string? text) => string.Join(' ', Lines(text));

    /// <summary>Line by line.</summary>
    public static string[] Lines(string? text) =>
        Neutralise((text ?? "").ReplaceLineEndings("\n").Replace("\t", "    ", StringComparison.Ordinal)).Split('\n');

    /// <summary>Whether a terminal may obey a character instead of showing it. All such are in Unicode's first plane.</summary>
    public static bool IsUnsafe(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator || IsDirectional(c);

    private static string Neutralise(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // A lone half of a surrogate pair arrives here as the replacement character already.
            safe.Append(rune.Value == '\n' ? "\n" : Shown(rune));
        }

        return safe.ToString();
    }

    private static string Shown(Rune rune) => rune.Value switch
    {
        < 0x20 => ((char)(ControlPictures + rune.Value)).ToString(),
        0x7F => PictureOfDelete.ToString(),
        _ => rune.IsBmp && IsUnsafe((char)rune.Value) ? Replacement.ToString() : rune.ToString(),
    };

    /// <summary>The controls of Unicode's bidirectional algorithm that can make text look like other text (UAX 9, section 2).</summary>
    private static bool IsDirectional(char c) => c is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
