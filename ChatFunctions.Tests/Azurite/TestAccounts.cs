using System.Globalization;

namespace ChatFunctions.Tests.Azurite;

/// <summary>The number of storage accounts of an app under test. It is part of the table names, so that all instances on the same data use the same number.</summary>
internal static class TestAccounts
{
    /// <summary>A unique prefix of table names.</summary>
    public static string NewTablePrefix(int count = 1) => $"t{count}{Guid.NewGuid():N}"[..20];

    public static int Of(string tablePrefix) => int.Parse(tablePrefix.AsSpan(1, 1), CultureInfo.InvariantCulture);
}
