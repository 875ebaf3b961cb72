using System.Globalization;
using System.Text.Json.Serialization;

namespace ChatFunctions.Hosting;

/// <summary>A page of a list.</summary>
/// <param name="Cursor">The cursor of the next page; null at the end of the list.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Cursor);

/// <summary>Parses the query parameters of lists.</summary>
internal static class PageQuery
{
    public static Outcome<int> Limit(this HttpRequest request, int byDefault = Limits.PageSize) =>
        request.Number("limit", 1, Limits.MaxPageSize) is var number && number.Refusal is { } refusal ? refusal : (int)(number.Value ?? byDefault);

    /// <summary>Selects a page of a list that is ordered by id. A cursor is the last id of the previous page.</summary>
    public static Outcome<IdPage> IdPage(this HttpRequest request)
    {
        var limit = request.Limit();
        var cursor = request.Query["cursor"].ToString();
        return limit.Refusal is { } refusal ? refusal
            : cursor.Length == 0 ? new IdPage(null, limit.Value)
            : Ids.IsPlausible(cursor) ? new IdPage(cursor, limit.Value)
            : Refusal.InvalidCursor;
    }

    /// <returns>The id of a user; null if the parameter is absent; 400 if it can't be an id.</returns>
    public static Outcome<string?> UserId(this HttpRequest request, string name) => request.Query[name].ToString() switch
    {
        "" => (string?)null,
        var id when Ids.IsPlausible(id) => id,
        _ => Refusal.Invalid(name, "Use a user ID."),
    };

    /// <returns>Whether the parameter is true; false if it is absent; 400 if it is neither true nor false.</returns>
    public static Outcome<bool> Flag(this HttpRequest request, string name) => request.Query[name].ToString() switch
    {
        "" or "false" => false,
        "true" => true,
        _ => Refusal.Invalid(name, "Use true or false."),
    };

    /// <returns>The number; null if the parameter is absent; 400 if it isn't an integer in the range.</returns>
    public static Outcome<long?> Number(this HttpRequest request, string name, long least, long most)
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0)
        {
            return (long?)null;
        }

        // Compared with the text, because TryParse ignores leading zeros and trailing null characters.
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            && number.ToString(CultureInfo.InvariantCulture) == text
            ? number
            : Refusal.Invalid(name, $"Use a whole number from {least} to {most}.");
    }
}

/// <param name="After">The last id of the previous page; null: the first page.</param>
internal sealed record IdPage(string? After, int Limit);

/// <summary>Selects a page of a search by name.</summary>
/// <param name="Wanted">The beginning of a name or of a later word in it; for users also a login.</param>
/// <param name="AfterKey">The last directory key of the previous page, which is the cursor; null: the first page.</param>
internal sealed record NameQuery(string Wanted, string? AfterKey, int Limit)
{
    public static Outcome<NameQuery> From(HttpRequest request, int minLength, int maxLength)
    {
        var limit = request.Limit();
        var (wanted, cursor) = (request.Query["q"].ToString().Trim(), request.Query["cursor"].ToString());
        return limit.Refusal is { } refusal ? refusal
            : wanted.Length < minLength || wanted.Length > maxLength ? Refusal.Invalid("q", minLength == 0 ? $"Use at most {maxLength} characters." : $"Use {minLength}-{maxLength} characters.")
            : !NameRow.IsKey(cursor) ? Refusal.InvalidCursor
            : new NameQuery(wanted, cursor.Length == 0 ? null : cursor, limit.Value);
    }
}

internal static class SinceQuery
{
    private const int MostDays = 36_500;

    /// <summary>RFC 3339 with optional time, seconds and offset; without an offset it is UTC.</summary>
    private static readonly string[] Iso = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Parses <c>since</c>: an ISO 8601 time, or a number of days such as <c>30d</c>.</summary>
    public static Outcome<DateTimeOffset?> Since(this HttpRequest request, TimeProvider clock)
    {
        var text = request.Query["since"].ToString();
        if (text.Length == 0)
        {
            return (DateTimeOffset?)null;
        }

        if (text[^1] == 'd' && int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= MostDays)
        {
            return clock.GetUtcNow().AddDays(-days);
        }

        return DateTimeOffset.TryParseExact(text, Iso, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : Refusal.Invalid("since", "Use an ISO 8601 time, or a number of days such as 30d.");
    }
}
