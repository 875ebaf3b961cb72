namespace Azure.Data.Tables;

/// <summary>The name and the key of a storage account.</summary>
public class TableSharedKeyCredential
{
    /// <param name="accountName">The account's name.</param>
    /// <param name="accountKey">The account's key, in base64.</param>
    /// <exception cref="FormatException">The key is not base64.</exception>
    public TableSharedKeyCredential(string accountName, string accountKey)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(accountName);
        ArgumentException.ThrowIfNullOrWhiteSpace(accountKey);
        AccountName = accountName;
        Key = Convert.FromBase64String(accountKey);
    }

    internal string AccountName { get; }

    internal byte[] Key { get; }
}
