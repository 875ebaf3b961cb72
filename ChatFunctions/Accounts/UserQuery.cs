using System.Buffers.Text;
using System.Text;
using ChatFunctions.Http;
using Microsoft.AspNetCore.Http;

namespace ChatFunctions.Accounts;

/// <summary>Which users are wanted.</summary>
/// <param name="Wanted">The beginning of a name, or a login.</param>
/// <param name="AfterKey">The directory's key where the last page ended; null: from the start.</param>
/// <param name="Limit">How many at most.</param>
internal sealed record UserQuery(string Wanted, string? AfterKey, int Limit)
{
    public static Outcome<UserQuery> From(HttpRequest request)
    {
        var wanted = request.Query["q"].ToString().Trim();
        var limit = request.Limit();
        var after = AfterKeyOf(request.Query["cursor"].ToString());
        if ((limit.Refusal ?? after.Refusal) is { } refusal)
        {
            return refusal;
        }

        return wanted.Length is > 0 and <= Limits.UsernameLength
            ? new UserQuery(wanted, after.Value, limit.Value)
            : Refusal.Invalid("q", $"Use 1-{Limits.UsernameLength} characters.");
    }

    public static string? ToCursor(string? key) => key is null ? null : "k" + Base64Url.EncodeToString(Encoding.ASCII.GetBytes(key));

    private static Outcome<string?> AfterKeyOf(string cursor)
    {
        if (cursor.Length == 0)
        {
            return (string?)null;
        }

        return cursor[0] == 'k' && Base64Url.IsValid(cursor.AsSpan(1)) && Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor.AsSpan(1))) is var key && IsKey(key)
            ? key
            : Refusal.InvalidCursor;
    }

    private static bool IsKey(string text) => text.Length <= 512 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '~' or UserDirectoryRow.Separator);
}
