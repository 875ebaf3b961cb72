using System.Globalization;
using System.Text;

namespace Azure.Data.Tables.Queries;

/// <summary>The parameters of a request's URI, percent-encoded; those without a value are left out.</summary>
internal static class QueryString
{
    /// <returns>Null where no parameter has a value.</returns>
    public static string? Of(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        StringBuilder? query = null;
        foreach ((string name, string? value) in parameters)
        {
            if (string.IsNullOrEmpty(value)) continue;
            query = query is null ? new StringBuilder() : query.Append('&');
            query.Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return query?.ToString();
    }

    public static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
