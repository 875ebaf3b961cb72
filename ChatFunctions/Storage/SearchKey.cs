using System.Globalization;
using System.Text;
using AnyAscii;

namespace ChatFunctions.Storage;

/// <summary>
/// Converts a name to part of a row key, without case and accents, so that a prefix of the name is a prefix of the key. Letters a-z and digits
/// stay; every other UTF-16 unit becomes <c>~</c> and four hexadecimal digits.
/// </summary>
internal static class SearchKey
{
    /// <summary>The prefix of keys of later words, which sorts them after all keys of complete names.</summary>
    public const string LaterWord = "~~";

    /// <summary>Appended to a key, it sorts after every key with that prefix.</summary>
    public const string Last = "~~";

    /// <summary>Words of a name by which it is found.</summary>
    public const int MostWords = 8;

    /// <summary>Characters that count; the keys of longer texts end there.</summary>
    private const int Significant = 64;

    /// <summary>Letters from here on belong to scripts without case and accents. They aren't converted to ASCII, which would merge similar sounds.</summary>
    public const int FirstUnfolded = 0x2E80;

    public static string Of(string text) => Escape(Fold(text));

    /// <summary>The keys by which a name is found: that of the name, then one from each later word on.</summary>
    public static IReadOnlyList<string> AllOf(string name)
    {
        var folded = Fold(name);
        var later = Enumerable.Range(0, folded.Length).Skip(1).Where(at => char.IsLetterOrDigit(folded[at]) && !char.IsLetterOrDigit(folded[at - 1]));
        return [Escape(folded), .. later.Select(at => LaterWord + Escape(folded[at..])).Distinct().Take(MostWords - 1)];
    }

    /// <summary>The one key of a name in version 1 of the rows, which folded only case.</summary>
    public static string Version1(string name) => Escape(name.Trim().ToLowerInvariant());

    private static string Fold(string text)
    {
        var composed = NormalForm.Compose(text.Trim()).ToLowerInvariant();
        var folded = string.Concat(composed.EnumerateRunes().Select(Fold));
        return string.IsNullOrWhiteSpace(folded) ? composed : folded;
    }

    /// <summary>A character without case and accents. Apostrophes, which users often omit, are empty.</summary>
    public static string Fold(Rune rune) =>
        rune.Value >= FirstUnfolded ? rune.ToString() : rune.ToString().Transliterate().ToLowerInvariant().Replace("'", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal);

    private static string Escape(string text)
    {
        var key = new StringBuilder(Significant);
        foreach (var c in text.Take(Significant))
        {
            _ = char.IsAsciiLetterOrDigit(c) ? key.Append(c) : key.Append(CultureInfo.InvariantCulture, $"~{(int)c:x4}");
        }

        return key.ToString();
    }
}
