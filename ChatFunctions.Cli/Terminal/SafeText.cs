using System.Globalization;
using System.Text;

namespace ChatFunctions.Cli.Terminal;

/// <summary>
/// Makes text of others safe for a terminal: replaces characters that move the cursor, start an escape sequence or change the writing direction
/// with visible symbols.
/// </summary>
internal static class SafeText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The Unicode block Control Pictures, in the order of the control characters.</summary>
    private const char ControlPictures = '\u2400';
    private const char PictureOfDelete = '\u2421';

    /// <summary>The text on one line, with spaces for line breaks.</summary>
    public static string Line(string? text) => string.Join(' ', Lines(text));

    /// <summary>Line by line.</summary>
    public static string[] Lines(string? text) =>
        Neutralise((text ?? "").ReplaceLineEndings("\n").Replace("\t", "    ", StringComparison.Ordinal)).Split('\n');

    /// <summary>Whether a character can control a terminal. All of them are in Unicode's first plane.</summary>
    public static bool IsUnsafe(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator || IsDirectional(c);

    private static string Neutralise(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // A lone surrogate is already the replacement character here.
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

    /// <summary>The controls of Unicode's bidirectional algorithm (UAX 9, section 2), which can make text look like other text.</summary>
    private static bool IsDirectional(char c) => c is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
