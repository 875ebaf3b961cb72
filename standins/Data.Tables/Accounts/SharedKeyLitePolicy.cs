using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Accounts;

/// <summary>
/// Signs a request with the account's key, again for every retry because the service refuses a date older than 15 minutes.
/// See https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key, "Shared Key Lite for the Table service".
/// </summary>
internal sealed class SharedKeyLitePolicy(TableSharedKeyCredential credential) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        base.OnSendingRequest(message);
        string date = DateTimeOffset.UtcNow.ToString("r", CultureInfo.InvariantCulture);
        string signature = Sign(date, message.Request.Uri.ToUri());
        message.Request.Headers.SetValue("x-ms-date", date);
        message.Request.Headers.SetValue("Authorization", $"SharedKeyLite {credential.AccountName}:{signature}");
    }

    /// <summary>The signature of a request to <paramref name="uri"/>; of its query only <c>comp</c> would count, and nothing here sends one.</summary>
    internal string Sign(string date, Uri uri)
    {
        byte[] signed = Encoding.UTF8.GetBytes($"{date}\n/{credential.AccountName}{uri.AbsolutePath}");
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(credential.Key, signed, hash);
        return Convert.ToBase64String(hash);
    }
}
