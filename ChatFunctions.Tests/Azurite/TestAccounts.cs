using System.Globalization;

namespace ChatFunctions.Tests.Azurite;

/// <summary>
/// Over how many storage accounts the app under test is spread. The name of its tables tells, so that all instances on the same data
/// agree: one account, or as many as the variable CHAT_TEST_ACCOUNTS says, unless a test wants it otherwise.
/// </summary>
internal static class TestAccounts
{
    public static int Usual { get; } = int.Parse(Environment.GetEnvironmentVariable("CHAT_TEST_ACCOUNTS") ?? "1", CultureInfo.InvariantCulture);

    /// <summary>A name for tables that nobody else uses.</summary>
    public static string NewTablePrefix(int count) => $"t{count}{Guid.NewGuid():N}"[..20];

    public static int Of(string tablePrefix) => int.Parse(tablePrefix.AsSpan(1, 1), CultureInfo.InvariantCulture);
}
