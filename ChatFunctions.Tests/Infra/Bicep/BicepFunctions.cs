namespace ChatFunctions.Tests.Infra.Bicep;

/// <summary>
/// Those of Bicep's own names that may be used:
/// https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions
/// </summary>
internal static class BicepFunctions
{
    public static readonly IReadOnlySet<string> Namespaces = new HashSet<string> { "az", "sys" };

    /// <summary>Functions and decorators.</summary>
    public static readonly IReadOnlySet<string> Names = new HashSet<string>
    {
        "concat", "contains", "empty", "environment", "first", "flatten", "format", "guid", "items", "join", "length", "map", "newGuid", "range", "replace",
        "resourceGroup", "resourceId", "split", "subscription", "subscriptionResourceId", "take", "tenant", "toLower", "trim", "union",
        "uniqueString",
    };
}
