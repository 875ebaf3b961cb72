using System.Globalization;

namespace Azure.Data.Tables.Limits;

/// <summary>
/// What the service answers to a request beyond its limits, given before it is sent: an emulator lets some of them through.
/// </summary>
internal static class Refusal
{
    public static RequestFailedException KeyTooLarge(string key) =>
        BadRequest("KeyValueTooLarge", $"The value of '{key}' is longer than {TableLimits.KeyChars} characters.");

    /// <summary>The service finds a forbidden character in a body out of range, and one in a URI bad syntax.</summary>
    public static RequestFailedException KeyOutOfRange(string key, bool inUri) =>
        BadRequest(inUri ? "InvalidInput" : "OutOfRangeInput", $"The value of '{key}' contains a control character or one of / \\ # ?.");

    public static RequestFailedException KeyMissing(string key) =>
        BadRequest("PropertiesNeedValue", $"The property '{key}' needs a value.");

    public static RequestFailedException TimeOutOfRange(string property) =>
        BadRequest("OutOfRangeInput", $"The time in '{property}' is before 1601-01-01.");

    public static RequestFailedException PropertyNameInvalid(string property) =>
        BadRequest("PropertyNameInvalid", $"The property name '{property}' is not an identifier.");

    public static RequestFailedException PropertyNameTooLong(string property) =>
        BadRequest("PropertyNameTooLong", $"The property name '{property}' is longer than {TableLimits.PropertyNameChars} characters.");

    public static RequestFailedException PropertyValueTooLarge(string property) =>
        BadRequest("PropertyValueTooLarge", $"The value of '{property}' is larger than 64 KiB; text counts two bytes a character.");

    public static RequestFailedException TooManyProperties() =>
        BadRequest("TooManyProperties", $"The entity has more than {TableLimits.Properties} properties beside its keys.");

    public static RequestFailedException EntityTooLarge() =>
        BadRequest("EntityTooLarge", "The entity is larger than 1 MiB; text counts two bytes a character.");

    public static RequestFailedException TooManyActions() =>
        BadRequest("InvalidInput", $"The transaction has more than {TableLimits.TransactionActions} actions.");

    public static RequestFailedException DifferentPartitions() =>
        BadRequest("CommandsInBatchActOnDifferentPartitions", "All actions of a transaction must be on rows of one partition.");

    public static RequestFailedException DuplicateRow() =>
        BadRequest("InvalidDuplicateRow", "A row can appear only once in a transaction.");

    public static RequestFailedException RequestTooLarge() =>
        new(413, "The request's body is larger than 4 MiB.", "RequestBodyTooLarge", innerException: null);

    /// <summary>A refusal as that of the action at <paramref name="index"/> of a transaction.</summary>
    public static TableTransactionFailedException OfAction(int index, RequestFailedException refusal)
    {
        refusal.Data[TableTransactionFailedException.FailedActionIndexKey] = index.ToString(CultureInfo.InvariantCulture);
        return new TableTransactionFailedException(refusal);
    }

    private static RequestFailedException BadRequest(string code, string message) => new(400, message, code, innerException: null);
}
