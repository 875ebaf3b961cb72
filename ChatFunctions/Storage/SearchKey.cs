using System.Globalization;
using System.Text;

namespace ChatFunctions.Storage;

/// <summary>
/// A name as part of a key in the Directory table: two names with a common beginning have keys with one, whatever case they are typed
/// in. Letters a-z and digits stand for themselves, every other UTF-16 unit for <c>~</c> and four hexadecimal digits, so that the key
/// is ASCII and orders alike everywhere.
/// </summary>
internal static class SearchKey
{
    /// <summary>Characters of a name that count; the keys of longer ones end there.</summary>
    public const int Significant = 64;

    /// <summary>Comes after everything that begins with the key it is appended to.</summary>
    public const string Last = "~~";

    public static string Of(string name)
    {
        var key = new StringBuilder(Significant);
        foreach (var c in name.Trim().ToLowerInvariant().Take(Significant))
        {
            _ = char.IsAsciiLetterOrDigit(c) ? key.Append(c) : key.Append(CultureInfo.InvariantCulture, $"~{(int)c:x4}");
        }

        return key.ToString();
    }
}
