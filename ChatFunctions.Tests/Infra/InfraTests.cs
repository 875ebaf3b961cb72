using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ChatFunctions.Live;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Infra;

/// <summary>infra/, compiled and evaluated by the Bicep CLI.</summary>
public sealed partial class InfraTests
{
    /// <summary>Ids of built-in roles: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles</summary>
    private static readonly Dictionary<string, string> RoleNames = new()
    {
        ["b86a8fe4-44ce-4948-aee5-eccb2c155cd7"] = "Key Vault Secrets Officer",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["7e4f1700-ea5a-4f59-8f37-079cfe29dce3"] = "SignalR Service Owner",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
    };

    /// <summary>
    /// Metrics with the aggregations that they support. Azure refuses an alert with another one.
    /// https://learn.microsoft.com/azure/azure-monitor/reference/metrics-index
    /// </summary>
    private static readonly Dictionary<string, string[]> Metrics = new()
    {
        ["insightsId requests/failed"] = ["Count"],
        ["tablesId Availability"] = ["Average", "Minimum", "Maximum"],
        ["tablesId SuccessE2ELatency"] = ["Average", "Minimum", "Maximum"],
        ["id SystemErrors"] = ["Maximum"],
        ["id ConnectionQuotaUtilization"] = ["Average", "Minimum", "Maximum"],
    };

    [BicepFact]
    public async Task The_linter_reports_nothing() => Assert.Equal("", await BicepCli.LintAsync(InfraFiles.Main));

    [Fact]
    public void Every_module_is_used()
    {
        var files = Directory.GetFiles(RepositoryRoot.Combine("infra"), "*.bicep", SearchOption.AllDirectories).Except([InfraFiles.Main]).ToArray();
        var source = string.Concat(files.Append(InfraFiles.Main).Select(File.ReadAllText));
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Contains($"{Path.GetFileName(file)}'", source, StringComparison.Ordinal));
    }

    [BicepFact]
    public async Task Parameters_and_outputs_have_descriptions()
    {
        var template = await InfraFiles.TemplateAsync();
        var modules = template.GetProperty("resources").EnumerateObject()
            .Where(resource => resource.Value.Type() == "Microsoft.Resources/deployments")
            .Select(module => module.Value.At("properties.template"));
        var declarations = modules.Append(template).SelectMany(Declarations).ToArray();
        Assert.NotEmpty(declarations);
        Assert.All(declarations, declaration => Assert.True(declaration.Value.TryGetProperty("metadata", out _), declaration.Name));

        static IEnumerable<JsonProperty> Declarations(JsonElement template) =>
            template.EnumerateObject().Where(section => section.Name is "parameters" or "outputs").SelectMany(section => section.Value.EnumerateObject());
    }

    [BicepFact]
    public async Task Identities_have_these_roles_and_no_others()
    {
        var assignments = await OfTypeAsync("Microsoft.Authorization/roleAssignments");
        var suffix = Assert.Single(await OfTypeAsync("Microsoft.Insights/actionGroups")).GetProperty("name").GetString()!["ag-".Length..];
        var roles = assignments.Select(assignment =>
        {
            var principal = Principal().Match(assignment.At("properties.principalId").GetString()!).Groups[1].Value;
            var role = RoleNames[assignment.At("properties.roleDefinitionId").GetString()!.Split('/')[^1]];
            var scope = Scope().Match(assignment.GetProperty("id").GetString()!).Groups[1].Value;
            return $"{principal}: {role} on {scope.Replace(suffix, "", StringComparison.Ordinal)}";
        });
        Assert.Equal(
            [
                "api: Key Vault Secrets Officer on vaults/kv-host-",
                "api: Key Vault Secrets User on vaults/kv-token-",
                "api: Monitoring Metrics Publisher on components/appi-",
                "api: SignalR Service Owner on signalR/sigr-",
                "api: Storage Blob Data Contributor on storageAccounts/st2",
                "api: Storage Blob Data Owner on storageAccounts/st",
                "api: Storage Table Data Contributor on storageAccounts/st",
                "api: Storage Table Data Contributor on storageAccounts/st2",
                "signalR: Key Vault Secrets User on vaults/kv-host-",
            ],
            roles.Order(StringComparer.Ordinal));

        var deployment = InfraFiles.Text("docs", "deployment.md");
        Assert.All(RoleNames.Values, role => Assert.Contains(role, deployment, StringComparison.Ordinal));
    }

    [BicepFact]
    public async Task Keys_passwords_and_unencrypted_access_are_off()
    {
        await AllAsync("Microsoft.Storage/storageAccounts", 2, "properties.allowSharedKeyAccess", "False");
        await AllAsync("Microsoft.Storage/storageAccounts", 2, "properties.allowBlobPublicAccess", "False");
        await AllAsync("Microsoft.Storage/storageAccounts", 2, "properties.supportsHttpsTrafficOnly", "True");
        await AllAsync("Microsoft.Storage/storageAccounts", 2, "properties.minimumTlsVersion", "TLS1_2");
        await AllAsync("Microsoft.SignalRService/signalR", 1, "properties.disableLocalAuth", "True");
        await AllAsync("Microsoft.Insights/components", 1, "properties.DisableLocalAuth", "True");
        await AllAsync("Microsoft.KeyVault/vaults", 2, "properties.enableRbacAuthorization", "True");
        await AllAsync("Microsoft.Web/sites", 1, "properties.httpsOnly", "True");
        await AllAsync("Microsoft.Web/sites", 1, "properties.siteConfig.minTlsVersion", "1.2");
        await AllAsync("Microsoft.Web/sites/basicPublishingCredentialsPolicies", 2, "properties.allow", "False");

        var policies = await OfTypeAsync("Microsoft.Web/sites/basicPublishingCredentialsPolicies");
        Assert.Equal(["ftp", "scm"], policies.Select(policy => policy.GetProperty("name").GetString()!.Split('/')[^1]).Order());

        async Task AllAsync(string type, int count, string path, string value)
        {
            var resources = await OfTypeAsync(type);
            Assert.Equal(Enumerable.Repeat($"{type} {path}: {value}", count), resources.Select(resource => $"{type} {path}: {resource.At(path)}"));
        }
    }

    [BicepFact]
    public async Task Each_account_has_a_private_container_for_attachments_that_only_the_pages_reach_from_a_browser()
    {
        var containers = (await OfTypeAsync("Microsoft.Storage/storageAccounts/blobServices/containers")).Where(container => container.GetProperty("name").GetString()!.EndsWith("/chatattachments", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, containers.Length);
        Assert.All(containers, container => Assert.False(container.TryGetProperty("properties", out var properties) && properties.TryGetProperty("publicAccess", out _)));
        var services = await OfTypeAsync("Microsoft.Storage/storageAccounts/blobServices");
        Assert.Equal(2, services.Length);
        Assert.All(services, service =>
        {
            var rule = Assert.Single(service.At("properties.cors.corsRules").EnumerateArray());
            Assert.DoesNotContain("\"*\"", rule.At("allowedOrigins").GetRawText(), StringComparison.Ordinal);
            Assert.Equal(["GET", "HEAD", "PUT"], rule.At("allowedMethods").EnumerateArray().Select(method => method.GetString()));
        });
        var policies = await OfTypeAsync("Microsoft.Storage/storageAccounts/managementPolicies");
        Assert.Equal(2, policies.Length);
        Assert.All(policies, policy => Assert.DoesNotContain("delete", policy.GetRawText(), StringComparison.OrdinalIgnoreCase));
    }

    [BicepFact]
    public async Task Malware_scanning_is_off_unless_it_has_a_cap_and_then_on_in_each_account_and_required_by_the_app()
    {
        const string Type = "Microsoft.Security/defenderForStorageSettings";
        Assert.Empty(await OfTypeAsync(Type));
        Assert.DoesNotContain("Chat__Attachments__RequireScan", SettingsOf(await InfraFiles.ResourcesAsync()), StringComparison.Ordinal);

        var parameters = InfraFiles.MainParameters();
        parameters["malwareScanGb"] = 100;
        var resources = await BicepCli.SnapshotAsync(InfraFiles.Main, parameters);

        var settings = resources.Where(resource => resource.Type() == Type).ToArray();
        Assert.Equal(2, settings.Length);
        Assert.All(settings, setting => Assert.Equal(
            ("100", "BlobIndexTags"),
            (setting.At("properties.malwareScanning.onUpload.capGBPerMonth").ToString(), setting.At("properties.malwareScanning.blobScanResultsOptions").ToString())));
        Assert.Contains("Chat__Attachments__RequireScan", SettingsOf(resources), StringComparison.Ordinal);
        var roles = resources.Where(resource => resource.Type() == "Microsoft.Authorization/roleAssignments")
            .Select(assignment => RoleNames[assignment.At("properties.roleDefinitionId").GetString()!.Split('/')[^1]]);
        Assert.Equal(["Storage Blob Data Owner", "Storage Blob Data Owner"], roles.Where(role => role.StartsWith("Storage Blob", StringComparison.Ordinal)));

        static string SettingsOf(JsonElement[] resources) =>
            Assert.Single(resources, resource => resource.Type() == "Microsoft.Web/sites").At("properties.siteConfig.appSettings").ToString();
    }

    [BicepFact]
    public async Task The_token_key_is_written_once_and_never_shown()
    {
        var template = await InfraFiles.TemplateAsync();
        var module = template.At("resources.tokenKeySecret.properties.template");
        Assert.True(module.At("resources.tokenKey.@options").TryGetProperty("onlyIfNotExists", out _));
        Assert.Equal("securestring", module.At("parameters.initialValue.type").GetString());
        Assert.Equal("securestring", template.At("parameters.tokenKey.type").GetString());
        var secret = Assert.Single(await OfTypeAsync("Microsoft.KeyVault/vaults/secrets"));
        Assert.Equal("[parameters('tokenKey')]", secret.At("properties.value").GetString());
    }

    [BicepFact]
    public async Task Alerts_use_aggregations_that_their_metrics_support()
    {
        var alerts = await OfTypeAsync("Microsoft.Insights/metricAlerts");
        var criteria = alerts.Select(alert =>
        {
            var scope = Output().Match(alert.At("properties.scopes")[0].GetString()!).Groups[1].Value;
            var criterion = alert.At("properties.criteria.allOf").EnumerateArray().Single();
            return (Metric: $"{scope} {criterion.GetProperty("metricName")}", Aggregation: criterion.GetProperty("timeAggregation").GetString()!);
        }).ToArray();
        Assert.Equal(Metrics.Keys.Order(), criteria.Select(criterion => criterion.Metric).Order());
        Assert.All(criteria, criterion => Assert.Contains(criterion.Aggregation, Metrics[criterion.Metric]));

        var operations = InfraFiles.Text("docs", "operations.md");
        Assert.All(alerts, alert => Assert.Contains($"`{alert.At("properties.criteria.allOf")[0].GetProperty("name")}`", operations, StringComparison.Ordinal));
        var receiver = Assert.Single((await OfTypeAsync("Microsoft.Insights/actionGroups")).Single().At("properties.emailReceivers").EnumerateArray());
        Assert.Equal("operator@example.org", receiver.GetProperty("emailAddress").GetString());
    }

    [BicepFact]
    public async Task SignalR_has_a_number_of_units_that_the_service_offers()
    {
        var units = (await InfraFiles.TemplateAsync()).At("parameters.signalRUnits.allowedValues").EnumerateArray().Select(value => value.GetInt32());
        Assert.Equal([.. Enumerable.Range(1, 10), .. Enumerable.Range(2, 9).Select(tens => 10 * tens)], units);

        var service = Assert.Single(await OfTypeAsync("Microsoft.SignalRService/signalR"));
        Assert.Equal("""{"name":"Standard_S1","tier":"Standard","capacity":20}""", JsonSerializer.Serialize(service.GetProperty("sku")));
    }

    [BicepFact]
    public async Task The_free_size_of_SignalR_is_refused_with_more_than_one_unit()
    {
        var parameters = InfraFiles.MainParameters();
        parameters["signalRSku"] = "Free_F1";
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => BicepCli.SnapshotAsync(InfraFiles.Main, parameters));
        Assert.Contains("Free_F1 has exactly one unit", refused.Message, StringComparison.Ordinal);
    }

    [BicepFact]
    public async Task SignalR_reports_the_connections_of_the_apps_hub_with_the_hosts_key()
    {
        var service = Assert.Single(await OfTypeAsync("Microsoft.SignalRService/signalR"));
        var template = Assert.Single(service.At("properties.upstream.templates").EnumerateArray());
        Assert.Equal(Hub.Name, template.GetProperty("hubPattern").GetString());
        Assert.Equal("connections", template.GetProperty("categoryPattern").GetString());
        Assert.Contains("/runtime/webhooks/signalr?code=", template.GetProperty("urlTemplate").GetString(), StringComparison.Ordinal);
        Assert.Contains("secrets/host--systemKey--signalr-095extension", template.GetProperty("urlTemplate").GetString(), StringComparison.Ordinal);
    }

    [BicepFact]
    public async Task Browsers_may_call_the_app_and_SignalR_from_the_page_and_the_allowed_origins()
    {
        foreach (var (type, path) in new[] { ("Microsoft.Web/sites", "properties.siteConfig.cors"), ("Microsoft.SignalRService/signalR", "properties.cors") })
        {
            var origins = Assert.Single(await OfTypeAsync(type)).At(path).GetProperty("allowedOrigins").ToString();
            Assert.Contains("outputs.origin.value", origins, StringComparison.Ordinal);
            Assert.Contains("https://chat.example.org", origins, StringComparison.Ordinal);
            Assert.DoesNotContain("'*'", origins, StringComparison.Ordinal);
        }

        var cors = (await InfraFiles.ApiAsync()).Single(resource => resource.Type() == "Microsoft.Web/sites").At("properties.siteConfig.cors");
        Assert.Equal("""{"allowedOrigins":["https://page.example.org"],"supportCredentials":true}""", JsonSerializer.Serialize(cors));
    }

    [Fact]
    public void Browsers_may_read_the_Retry_After_header()
    {
        var headers = InfraFiles.Json("host.json").At("extensions.http.customHeaders");
        Assert.Equal("Retry-After", headers.GetProperty("Access-Control-Expose-Headers").GetString());
    }

    [BicepFact]
    public async Task The_app_runs_on_the_runtime_that_it_is_built_for()
    {
        var framework = XDocument.Load(RepositoryRoot.Combine("Directory.Build.props")).Descendants("TargetFramework").Single().Value;
        var runtime = Assert.Single(await OfTypeAsync("Microsoft.Web/sites")).At("properties.functionAppConfig.runtime");
        Assert.Equal(("dotnet-isolated", framework["net".Length..]), (runtime.GetProperty("name").GetString(), runtime.GetProperty("version").GetString()));
    }

    [BicepFact]
    public async Task Resource_types_are_used_in_generally_available_versions()
    {
        // Diagnostic settings exist in preview versions only.
        var previews = (await InfraFiles.ResourcesAsync())
            .Where(resource => resource.GetProperty("apiVersion").GetString()!.EndsWith("-preview", StringComparison.Ordinal))
            .Select(InfraFiles.Type).Distinct();
        Assert.Equal(["Microsoft.Insights/diagnosticSettings"], previews);
    }

    private static async Task<JsonElement[]> OfTypeAsync(string type) =>
        [.. (await InfraFiles.ResourcesAsync()).Where(resource => resource.Type() == type)];

    [GeneratedRegex(@"outputs\.(\w+)PrincipalId\.value")]
    private static partial Regex Principal();

    [GeneratedRegex(@"^\[extensionResourceId\('[^']*/([^/']+/[^/']+)', 'Microsoft\.Authorization/roleAssignments'")]
    private static partial Regex Scope();

    [GeneratedRegex(@"outputs\.(\w+)\.value")]
    private static partial Regex Output();
}
