namespace Azure.Data.Tables.Limits;

/// <summary>
/// The service's limits. See https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model
/// and https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions.
/// </summary>
internal static class TableLimits
{
    /// <summary>1 KiB of UTF-16.</summary>
    public const int KeyChars = 512;

    public const int PropertyNameChars = 255;

    /// <summary>255 with the two keys and the timestamp.</summary>
    public const int Properties = 252;

    /// <summary>64 KiB of UTF-16.</summary>
    public const int StringChars = 32 * 1024;

    public const int BinaryBytes = 64 * 1024;

    public const int EntityBytes = 1024 * 1024;

    public const int TransactionActions = 100;

    public const int RequestBytes = 4 * 1024 * 1024;

    /// <summary>Where the calendar of Windows' file times begins.</summary>
    public static DateTime EarliestTime { get; } = new(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc);
}
