using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>A transaction was refused, and nothing of it was applied.</summary>
public class TableTransactionFailedException : RequestFailedException
{
    internal const string FailedActionIndexKey = "FailedEntity";

    /// <summary>Tells <paramref name="requestFailedException"/> as the failure of a transaction.</summary>
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(
            (requestFailedException ?? throw new ArgumentNullException(nameof(requestFailedException))).Status,
            requestFailedException.Message,
            requestFailedException.ErrorCode,
            requestFailedException.InnerException)
    {
        foreach (System.Collections.DictionaryEntry item in requestFailedException.Data) Data[item.Key] = item.Value;
    }

    /// <summary>The index, from 0, of the action that was refused, where the service names one.</summary>
    public int? FailedTransactionActionIndex =>
        int.TryParse(Data[FailedActionIndexKey] as string, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null;
}
