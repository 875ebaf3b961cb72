using System.Security.Cryptography;

namespace ChatFunctions.Tests.Azurite;

/// <param name="Name">The account's name.</param>
/// <param name="Key">Its key, in base64.</param>
internal sealed record AzuriteAccount(string Name, string Key)
{
    /// <summary>Azurite's default account; its key is public.</summary>
    public static AzuriteAccount WellKnown { get; } =
        new("devstoreaccount1", "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==");

    /// <summary>The accounts of the shared server; the first one is Azurite's default account.</summary>
    public static AzuriteAccount[] Several { get; } =
        [WellKnown, .. Enumerable.Range(2, 2).Select(number => new AzuriteAccount($"chataccount{number}", Convert.ToBase64String(SHA256.HashData([(byte)number]))))];
}
