using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables.Entities;

/// <summary>Values out of JSON, whichever of the service's forms they have: a number may be a string, and a time has one of many precisions.</summary>
internal static class EdmReader
{
    public static string String(ref Utf8JsonReader reader) => reader.GetString() ?? "";

    public static long Int64(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String
        ? long.Parse(String(ref reader), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
        : reader.GetInt64();

    /// <summary>NaN and the infinities have no number in JSON and come as strings.</summary>
    public static double Double(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String
        ? double.Parse(String(ref reader), NumberStyles.Float, NumberFormatInfo.InvariantInfo)
        : reader.GetDouble();

    public static DateTimeOffset Time(ref Utf8JsonReader reader) => reader.TryGetDateTimeOffset(out var time)
        ? time.ToUniversalTime()
        : DateTimeOffset.Parse(String(ref reader), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static Guid Guid(ref Utf8JsonReader reader) => reader.TryGetGuid(out var guid) ? guid : System.Guid.Parse(String(ref reader));
}
