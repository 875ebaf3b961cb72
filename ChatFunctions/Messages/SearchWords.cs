using System.Globalization;
using System.Text;

namespace ChatFunctions.Messages;

/// <summary>Splits texts into words without case and accents.</summary>
internal static class SearchWords
{
    /// <summary>The words of a text. In scripts that don't separate words by spaces, each character is one; so is each emoji.</summary>
    public static List<SearchWord> Of(string text)
    {
        var words = new List<SearchWord>();
        var word = new StringBuilder();
        var (start, end) = (0, 0);
        for (var at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            if (IsPartOfWord(rune))
            {
                start = word.Length == 0 ? at : start;
                Append(word, rune);
                end = at + length;
            }
            else if (!IsIgnored(rune))
            {
                End();
                if (IsWord(rune))
                {
                    words.Add(new SearchWord(Rune.ToLowerInvariant(rune).ToString(), at, at + length));
                }
            }

            at += length;
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0)
            {
                words.Add(new SearchWord(word.ToString(), start, end));
                word.Clear();
            }
        }
    }

    private static bool IsPartOfWord(Rune rune) => rune.Value < SearchKey.FirstUnfolded && (Rune.IsLetterOrDigit(rune) || IsMark(rune));

    private static bool IsIgnored(Rune rune) => rune.Value is '\'' or '’' || IsMark(rune);

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool IsWord(Rune rune) =>
        rune.Value >= SearchKey.FirstUnfolded && !Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune) && !Rune.IsPunctuation(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format;

    private static void Append(StringBuilder word, Rune rune)
    {
        if (rune.IsAscii)
        {
            word.Append((char)Rune.ToLowerInvariant(rune).Value);
            return;
        }

        foreach (var c in SearchKey.Fold(rune).Where(char.IsAsciiLetterOrDigit))
        {
            word.Append(c);
        }
    }
}

/// <param name="Text">The word without case and accents.</param>
internal readonly record struct SearchWord(string Text, int Start, int End);

/// <summary>Words that must follow each other.</summary>
/// <param name="IsPrefix">Whether the last one may be the beginning of a word.</param>
internal sealed record SearchTerm(IReadOnlyList<string> Words, bool IsPrefix)
{
    private static readonly char[] Quotes = ['"', '“', '”', '„'];

    /// <summary>Parses a search: words, and phrases in quotation marks. The last word may be incomplete unless a space or a quotation mark follows.</summary>
    public static List<SearchTerm> Parse(string text)
    {
        var isIncomplete = text.Length > 0 && !char.IsWhiteSpace(text[^1]) && !Quotes.Contains(text[^1]);
        var parts = text.Split(Quotes).SelectMany((part, n) => n % 2 == 1 ? [part] : part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var terms = parts.Select(part => SearchWords.Of(part).ConvertAll(word => word.Text)).Where(words => words.Count > 0).ToList();
        return [.. terms.Select((words, n) => new SearchTerm(words, isIncomplete && n == terms.Count - 1))];
    }

    /// <summary>The places of the term in a text with these words.</summary>
    public IEnumerable<TextRange> In(List<SearchWord> words) =>
        Enumerable.Range(0, Math.Max(0, words.Count - Words.Count + 1)).Where(at => IsAt(words, at)).Select(at => TextRange.Of(words[at].Start, words[at + Words.Count - 1].End));

    private bool IsAt(List<SearchWord> words, int at)
    {
        for (var n = 0; n < Words.Count; n++)
        {
            var (word, wanted) = (words[at + n].Text, Words[n]);
            if (IsPrefix && n == Words.Count - 1 ? !word.StartsWith(wanted, StringComparison.Ordinal) : word != wanted)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>A part of a text, in UTF-16 code units.</summary>
public sealed record TextRange(int Start, int Length)
{
    internal static TextRange Of(int start, int end) => new(start, end - start);
}
