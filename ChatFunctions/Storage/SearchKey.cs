using System.Globalization;
using System.Text;
using AnyAscii;

namespace ChatFunctions.Storage;

/// <summary>
/// A text as part of a key: texts with a common beginning have keys with one, whatever their case and accents. Letters a-z and digits
/// stand for themselves, every other UTF-16 unit for <c>~</c> and four hexadecimal digits, so that the key is ASCII and orders alike
/// everywhere.
/// </summary>
internal static class SearchKey
{
    /// <summary>Begins the keys of a name's later words, which so come after all keys of whole names.</summary>
    public const string LaterWord = "~~";

    /// <summary>Comes after everything that begins with the key it is appended to.</summary>
    public const string Last = "~~";

    /// <summary>Words of a name by which it is found.</summary>
    public const int MostWords = 8;

    /// <summary>Characters that count; the keys of longer texts end there.</summary>
    private const int Significant = 64;

    /// <summary>Letters from here on belong to scripts without case and accents. In ASCII, those that sound alike would be the same.</summary>
    private const int FirstUnfolded = 0x2E80;

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

    /// <summary>Without apostrophes, which many leave out.</summary>
    private static string Fold(Rune rune) =>
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
