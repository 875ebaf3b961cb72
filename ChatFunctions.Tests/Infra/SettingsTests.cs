using System.Text.RegularExpressions;
using ChatFunctions.Accounts;
using ChatFunctions.Hosting;
using ChatFunctions.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Tests.Infra;

/// <summary>Compares the settings that infra/ deploys with those that the app and its host read.</summary>
public sealed partial class SettingsTests
{
    /// <summary>Settings without a default, which the app or its host needs in Azure.</summary>
    private static readonly string[] Required =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "AzureSignalRConnectionString__clientId",
        "AzureSignalRConnectionString__credential",
        "AzureSignalRConnectionString__serviceUri",
        "AzureWebJobsSecretStorageKeyVaultClientId",
        "AzureWebJobsSecretStorageKeyVaultUri",
        "AzureWebJobsSecretStorageType",
        "AzureWebJobsStorage__accountName",
        "AzureWebJobsStorage__clientId",
        "AzureWebJobsStorage__credential",
        "Chat__TokenKey",
    ];

    /// <summary>Settings of the app that have a default.</summary>
    private static readonly string[] Optional =
    [
        "Chat__AccessTokenLifetime",
        "Chat__Attachments__MaxBytes",
        "Chat__Attachments__MaxPerMessage",
        "Chat__Attachments__RequireScan",
        "Chat__Identity__LocalAccounts",
        "Chat__Identity__Providers__0__Audience",
        "Chat__Identity__Providers__0__Authority",
        "Chat__Identity__Providers__0__ClientId",
        "Chat__Identity__Providers__0__Name",
        "Chat__Identity__Providers__0__NameClaim",
        "Chat__Identity__Providers__0__PictureClaim",
        "Chat__Identity__Providers__0__Scope",
        "Chat__Identity__Providers__0__ServerRole",
        "Chat__Identity__Providers__0__UserIdClaim",
        "Chat__Notifications__RetentionDays",
        "Chat__OtherTokenKey",
        "Chat__Passwords__IterationCount",
        "Chat__PublicUrl",
        "Chat__RateLimits__Enabled",
        "Chat__RateLimits__Sends__Tokens",
        "Chat__RateLimits__TrustForwardedFor",
        "Chat__RefreshTokenLifetime",
        "Chat__StorageAccounts__0",
        "Chat__StorageAccounts__0__Since",
        "Chat__TablePrefix",
    ];

    /// <summary>Settings for other environments: connection strings on a laptop, exporters, and storage apart from the host's.</summary>
    private static readonly string[] Elsewhere =
    [
        "AzureFunctionsJobHost__logging__logLevel__ChatFunctions",
        "AzureSignalRConnectionString",
        "AzureWebJobsStorage",
        "AzureWebJobsStorage__tableServiceUri",
        "ChatStorage__clientId",
        "ChatStorage__tableServiceUri",
        "FUNCTIONS_EXTENSION_VERSION",
        "FUNCTIONS_WORKER_RUNTIME",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_SERVICE_NAME",
        "WEBSITE_RUN_FROM_PACKAGE",
    ];

    [BicepFact]
    public async Task Every_deployed_setting_is_read_by_the_app_or_the_host() =>
        Assert.Empty((await InfraFiles.SettingsAsync()).Keys.Except([.. Required, .. Optional]));

    [BicepFact]
    public async Task Every_required_setting_is_deployed() => Assert.Empty(Required.Except((await InfraFiles.SettingsAsync()).Keys));

    [BicepFact]
    public async Task Settings_that_Flex_Consumption_reads_from_functionAppConfig_are_not_deployed() =>
        Assert.DoesNotContain((await InfraFiles.SettingsAsync()).Keys, name => name.Split('_')[0] is "FUNCTIONS" or "WEBSITE");

    [Fact]
    public void Every_setting_of_the_app_is_documented()
    {
        var documented = InfraFiles.Text("docs", "settings.md") + InfraFiles.Text("docs", "identity.md");
        var names = Required.Concat(Optional).Where(name => name.StartsWith("Chat__", StringComparison.Ordinal));
        Assert.All(names, name => Assert.Contains(name.Replace("__0__Since", "__0", StringComparison.Ordinal), documented, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("architecture.md")]
    [InlineData("deployment.md")]
    [InlineData("identity.md")]
    [InlineData("operations.md")]
    [InlineData("scale-and-cost.md")]
    [InlineData("settings.md")]
    public void Every_documented_setting_exists(string page)
    {
        var names = SettingName().Matches(InfraFiles.Text("docs", page)).Select(match => match.Value).Distinct().ToArray();
        Assert.NotEmpty(names);
        string[] known = [.. Required, .. Optional, .. Elsewhere];
        Assert.All(names, name => Assert.Contains(known, setting => setting == name || setting.StartsWith($"{name}__", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_sample_of_local_settings_has_settings_that_exist()
    {
        var names = InfraFiles.Json("local.settings.sample.json").GetProperty("Values").EnumerateObject().Select(value => value.Name).ToArray();
        Assert.NotEmpty(names);
        Assert.Empty(names.Except([.. Required, .. Optional, .. Elsewhere]));
    }

    [BicepFact]
    public async Task The_app_finds_its_storage_accounts_and_identity_in_the_deployed_settings()
    {
        var accounts = (await ServicesAsync()).GetRequiredService<IOptions<StorageOptions>>().Value.Accounts;
        Assert.Equal(["sttest", null], accounts.Select(account => account.AccountName));
        Assert.Equal([null, "https://sttest2.table.core.windows.net/"], accounts.Select(account => account.TableServiceUri?.AbsoluteUri));
        Assert.Equal([null, new DateTimeOffset(2027, 1, 31, 0, 0, 0, TimeSpan.Zero)], accounts.Select(account => account.Since));
        Assert.All(accounts, account => Assert.Equal("api-client-id", account.ClientId));
        Assert.All(accounts, account => Assert.Null(account.ConnectionString));
        Assert.All(accounts, account => Assert.True(account.IsComplete));
    }

    [BicepFact]
    public async Task The_app_signs_with_the_key_in_the_deployed_setting()
    {
        const string key = "0123456789-0123456789-0123456789", other = "9876543210-9876543210-9876543210";
        var options = (await ServicesAsync(("Chat__TokenKey", key), ("Chat__OtherTokenKey", other))).GetRequiredService<IOptions<TokenOptions>>().Value;
        Assert.Equal((key, other), (options.TokenKey, options.OtherTokenKey));
    }

    [BicepFact]
    public async Task The_app_finds_its_identity_provider_in_the_deployed_settings()
    {
        var identity = (await ServicesAsync()).GetRequiredService<IOptions<IdentityOptions>>().Value;
        var provider = Assert.Single(identity.Providers);
        Assert.Equal(("https://login.example.org", "chat", "page", "openid profile offline_access"), (provider.Authority, provider.Audience, provider.ClientId, provider.Scope));
        Assert.False(identity.LocalAccounts);
    }

    [BicepFact]
    public async Task An_unresolved_vault_reference_is_not_accepted_as_a_key()
    {
        Assert.StartsWith("@Microsoft.KeyVault(", (await InfraFiles.SettingsAsync())["Chat__TokenKey"], StringComparison.Ordinal);
        var options = (await ServicesAsync()).GetRequiredService<IOptions<TokenOptions>>();
        Assert.Throws<OptionsValidationException>(() => options.Value);
    }

    [Fact]
    public void Further_accounts_can_be_addresses_or_connection_strings()
    {
        var accounts = Services(new()
        {
            ["AzureWebJobsStorage__accountName"] = "one",
            ["Chat__StorageAccounts__0"] = "https://two.table.core.windows.net",
            ["Chat__StorageAccounts__0__Since"] = "2027-01-31",
            ["Chat__StorageAccounts__1"] = "AccountName=three;AccountKey=a2V5",
            ["Chat__StorageAccounts__1__Since"] = "2027-01-31",
        }).GetRequiredService<IOptions<StorageOptions>>().Value.Accounts;
        Assert.Equal([null, "https://two.table.core.windows.net/", null], accounts.Select(account => account.TableServiceUri?.AbsoluteUri));
        Assert.Equal([null, null, "AccountName=three;AccountKey=a2V5"], accounts.Select(account => account.ConnectionString));
    }

    [Fact]
    public void A_further_account_without_a_first_day_is_refused()
    {
        var options = Services(new()
        {
            ["AzureWebJobsStorage__accountName"] = "one",
            ["Chat__StorageAccounts__0"] = "https://two.table.core.windows.net",
        }).GetRequiredService<IOptions<StorageOptions>>();
        Assert.Contains("__since", Assert.Throws<OptionsValidationException>(() => options.Value).Message, StringComparison.Ordinal);
    }

    /// <summary>The app's services with the deployed settings, some of them replaced.</summary>
    private static async Task<ServiceProvider> ServicesAsync(params (string Name, string Value)[] replaced)
    {
        var settings = new Dictionary<string, string>(await InfraFiles.SettingsAsync());
        foreach (var (name, value) in replaced)
            settings[name] = value;
        return Services(settings);
    }

    private static ServiceProvider Services(Dictionary<string, string> settings)
    {
        var values = settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":"), (string?)setting.Value));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return new ServiceCollection().AddStorage(configuration).AddHttp(configuration).AddAccounts(configuration).BuildServiceProvider();
    }

    [GeneratedRegex(@"\b(Azure(WebJobs|SignalR|FunctionsJobHost)\w+|Chat(Storage)?__\w+|APPLICATIONINSIGHTS_\w+|OTEL_\w+|FUNCTIONS_\w+|WEBSITE_\w+)")]
    private static partial Regex SettingName();
}
