using System.Globalization;
using System.Text;

namespace ChatFunctions.Rooms.Log;

/// <summary>Validates reactions: each is one emoji (Unicode UTS #51).</summary>
internal static class Emoji
{
    private const char Joiner = '\u200D';

    private const int BlackFlag = 0x1F3F4;

    private const int TagsEnd = 0xE007F;

    private const string Selectors = "\uFE0E\uFE0F";

    /// <summary>Code points with the property Extended_Pictographic outside the blocks below.</summary>
    private const string Pictographs = "©®‼⁉™ℹ↔↕↖↗↘↙↩↪⌚⌛⌨⎈⏏⏩⏪⏫⏬⏭⏮⏯⏰⏱⏲⏳⏸⏹⏺Ⓜ▪▫▶◀◻◼◽◾⤴⤵⬅⬆⬇⬛⬜⭐⭕〰〽㊗㊙";

    /// <returns>The text; 400 if it isn't one emoji.</returns>
    public static Outcome<string> Check(string text) => Is(text) ? text : Refusal.Invalid("emoji", $"Use one emoji of at most {Limits.EmojiBytes} bytes.");

    /// <summary>Compares two emoji without their variation selectors, which only some keyboards append.</summary>
    public static bool AreSame(string one, string other) => Key(one) == Key(other);

    private static bool Is(string text)
    {
        if (text.Length == 0 || Encoding.UTF8.GetByteCount(text) > Limits.EmojiBytes || StringInfo.GetNextTextElementLength(text) != text.Length)
        {
            return false;
        }

        var runes = text.EnumerateRunes().ToArray();
        return runes switch
        {
            [var first, var second] when IsFlagLetter(first) => IsFlagLetter(second),
            [var key, .., { Value: 0x20E3 }] => runes.Length <= 3 && (char.IsAsciiDigit((char)key.Value) || key.Value is '#' or '*'),
            [{ Value: BlackFlag }, .. var tags, { Value: TagsEnd }] => tags.Length > 0 && tags.All(IsTag),
            [var first, .. var rest] => IsPictograph(first) && rest.All(IsPart) && !Key(text).EndsWith(Joiner),
            _ => false,
        };
    }

    private static string Key(string emoji) => string.Concat(emoji.Where(c => !Selectors.Contains(c, StringComparison.Ordinal)));

    private static bool IsFlagLetter(Rune rune) => rune.Value is >= 0x1F1E6 and <= 0x1F1FF;

    private static bool IsPictograph(Rune rune) =>
        rune.Value is (>= 0x2600 and <= 0x27BF) or (>= 0x1F000 and <= 0x1F1E5) or (>= 0x1F200 and <= 0x1FAFF)
        || (rune.IsBmp && Pictographs.Contains((char)rune.Value, StringComparison.Ordinal));

    /// <summary>The tags after a black flag that name a region.</summary>
    private static bool IsTag(Rune rune) => rune.Value is >= 0xE0020 and < TagsEnd;

    /// <summary>Parts that can follow in one emoji: joiners with further pictographs, skin tones and selectors.</summary>
    private static bool IsPart(Rune rune) => rune.Value is Joiner or 0xFE0F or 0xFE0E || IsPictograph(rune);
}
