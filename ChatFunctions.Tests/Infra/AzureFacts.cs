namespace ChatFunctions.Tests.Infra;

/// <summary>What was looked up about Azure, so that a slip in infra/ shows without a deployment.</summary>
internal static class AzureFacts
{
    /// <summary>Ids of built-in roles: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles</summary>
    public static readonly IReadOnlyDictionary<string, string> Roles = new Dictionary<string, string>
    {
        ["keyVaultSecretsOfficer"] = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
        ["keyVaultSecretsUser"] = "4633458b-17de-408a-b874-0445c86b69e6",
        ["monitoringMetricsPublisher"] = "3913510d-42f4-4e42-8a64-420c390055eb",
        ["signalRServiceOwner"] = "7e4f1700-ea5a-4f59-8f37-079cfe29dce3",
        ["storageBlobDataOwner"] = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
        ["storageTableDataContributor"] = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
    };

    /// <summary>
    /// Types with the version that each is used in: one that is generally available and used in public, diagnosticSettings aside,
    /// which has none.
    /// </summary>
    public static readonly IReadOnlySet<string> ApiVersions = new HashSet<string>
    {
        "Microsoft.Authorization/roleAssignments@2022-04-01",
        "Microsoft.Insights/actionGroups@2023-01-01",
        "Microsoft.Insights/components@2020-02-02",
        "Microsoft.Insights/diagnosticSettings@2021-05-01-preview",
        "Microsoft.Insights/metricAlerts@2018-03-01",
        "Microsoft.KeyVault/vaults@2024-11-01",
        "Microsoft.KeyVault/vaults/secrets@2024-11-01",
        "Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31",
        "Microsoft.OperationalInsights/workspaces@2025-02-01",
        "Microsoft.Resources/resourceGroups@2024-03-01",
        "Microsoft.SignalRService/signalR@2024-03-01",
        "Microsoft.Storage/storageAccounts@2025-01-01",
        "Microsoft.Storage/storageAccounts/blobServices@2025-01-01",
        "Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01",
        "Microsoft.Storage/storageAccounts/tableServices@2025-01-01",
        "Microsoft.Web/serverfarms@2025-03-01",
        "Microsoft.Web/sites@2025-03-01",
        "Microsoft.Web/staticSites@2025-03-01",
    };

    /// <summary>Types that are deployed for their own sake: nothing refers to them.</summary>
    public static readonly IReadOnlySet<string> LeafTypes = new HashSet<string>
    {
        "Microsoft.Authorization/roleAssignments",
        "Microsoft.Insights/diagnosticSettings",
        "Microsoft.Insights/metricAlerts",
    };

    /// <summary>Settings of the function app, with who reads each.</summary>
    public static readonly IReadOnlyDictionary<string, string> Settings = new Dictionary<string, string>
    {
        ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = "host and app",
        ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "host and app",
        ["AzureSignalRConnectionString__clientId"] = "SignalR extension",
        ["AzureSignalRConnectionString__credential"] = "SignalR extension",
        ["AzureSignalRConnectionString__serviceUri"] = "SignalR extension",
        ["AzureWebJobsSecretStorageKeyVaultClientId"] = "host",
        ["AzureWebJobsSecretStorageKeyVaultUri"] = "host",
        ["AzureWebJobsSecretStorageType"] = "host",
        ["AzureWebJobsStorage__accountName"] = "host and app",
        ["AzureWebJobsStorage__clientId"] = "host and app",
        ["AzureWebJobsStorage__credential"] = "host",
        ["Chat__AccessTokenLifetime"] = "app, has a default",
        ["Chat__Notifications__RetentionDays"] = "app, has a default",
        ["Chat__OtherTokenKey"] = "app, has a default",
        ["Chat__Passwords__IterationCount"] = "app, has a default",
        ["Chat__PublicUrl"] = "app, has a default",
        ["Chat__RateLimits__Enabled"] = "app, has a default",
        ["Chat__RateLimits__TrustForwardedFor"] = "app, has a default",
        ["Chat__RefreshTokenLifetime"] = "app, has a default",
        ["Chat__StorageAccounts"] = "app, has a default",
        ["Chat__TablePrefix"] = "app, has a default",
        ["Chat__TokenKey"] = "app",
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "host and app, has a default",
    };
}
