using System.Text.Json;
using System.Text.Json.Nodes;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Infra;

/// <summary>The deployment files, and the Bicep CLI's output for them. The CLI runs once for all tests.</summary>
internal static class InfraFiles
{
    public static readonly string Main = RepositoryRoot.Combine("infra", "main.bicep");

    private static readonly Lazy<Task<JsonElement>> Compiled = new(() => BicepCli.BuildAsync(Main));
    private static readonly Lazy<Task<JsonElement[]>> Evaluated = new(() => BicepCli.SnapshotAsync(Main, MainParameters()));
    private static readonly Lazy<Task<JsonElement[]>> EvaluatedApi = new(() => BicepCli.SnapshotAsync(RepositoryRoot.Combine("infra", "modules", "api.bicep"), ApiParameters()));

    /// <summary>The compiled template, with a nested template for each module.</summary>
    public static Task<JsonElement> TemplateAsync() => Compiled.Value;

    /// <summary>Everything that main.bicep deploys. Values that refer to other modules' outputs remain expressions.</summary>
    public static Task<JsonElement[]> ResourcesAsync() => Evaluated.Value;

    /// <summary>What api.bicep deploys by itself. All values are evaluated, because its parameters are literals.</summary>
    public static Task<JsonElement[]> ApiAsync() => EvaluatedApi.Value;

    /// <summary>The settings of the deployed app.</summary>
    public static async Task<Dictionary<string, string>> SettingsAsync()
    {
        var site = (await ApiAsync()).Single(resource => resource.Type() == "Microsoft.Web/sites");
        return site.At("properties.siteConfig.appSettings").EnumerateArray()
            .ToDictionary(setting => setting.GetProperty("name").GetString()!, setting => setting.GetProperty("value").GetString()!);
    }

    public static string Text(params ReadOnlySpan<string> path) => File.ReadAllText(RepositoryRoot.Combine(path));

    public static JsonElement Json(params ReadOnlySpan<string> path) => JsonElement.Parse(Text(path));

    public static string Type(this JsonElement resource) => resource.GetProperty("type").GetString()!;

    /// <summary>The value at a path of property names with dots between them.</summary>
    public static JsonElement At(this JsonElement element, string path) => path.Split('.').Aggregate(element, (current, name) => current.GetProperty(name));

    public static JsonObject MainParameters() => new()
    {
        ["environmentName"] = "test",
        ["location"] = "westeurope",
        ["allowedOrigins"] = "https://chat.example.org",
        ["signalRSku"] = "Standard_S1",
        ["signalRUnits"] = 20,
        ["furtherStorage"] = "2027-01-31",
        ["alertEmail"] = "operator@example.org",
        ["acceptOtherTokenKey"] = true,
        ["tokenKey"] = "0123456789-0123456789-0123456789",
    };

    private static JsonObject ApiParameters() => new()
    {
        ["location"] = "westeurope",
        ["name"] = "func-test",
        ["planName"] = "plan-test",
        ["tags"] = new JsonObject(),
        ["instanceMemoryMB"] = 2048,
        ["maximumInstances"] = 100,
        ["alwaysReadyInstances"] = 1,
        ["requestsPerInstance"] = 100,
        ["allowedOrigins"] = new JsonArray("https://page.example.org"),
        ["identityId"] = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-api",
        ["identityClientId"] = "api-client-id",
        ["storageName"] = "sttest",
        ["furtherAccounts"] = new JsonArray(new JsonObject { ["tablesUrl"] = "https://sttest2.table.core.windows.net/", ["since"] = "2027-01-31" }),
        ["packageContainerUrl"] = "https://sttest.blob.core.windows.net/app-package",
        ["signalRUrl"] = "https://sigr-test.service.signalr.net",
        ["tokenKeyUrl"] = "https://kv-token-test.vault.azure.net/secrets/token-key",
        ["otherTokenKeyUrl"] = "https://kv-token-test.vault.azure.net/secrets/other-token-key",
        ["hostKeyVaultUrl"] = "https://kv-host-test.vault.azure.net/",
        ["insightsConnectionString"] = "InstrumentationKey=00000000-0000-0000-0000-000000000000",
        ["identityProvider"] = new JsonObject
        {
            ["authority"] = "https://login.example.org",
            ["audience"] = "chat",
            ["clientId"] = "page",
            ["scope"] = "openid profile offline_access",
        },
        ["localAccounts"] = false,
        ["scansMalware"] = true,
    };
}
