using ChatFunctions.Accounts;
using ChatFunctions.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Tests.Infra;

/// <summary>The settings that infra/ gives the app, beside those that the app and its host read.</summary>
public sealed class SettingsTests
{
    [Fact]
    public void Every_setting_is_read_by_somebody() => Assert.Empty(InfraFiles.Settings.Keys.Except(AzureFacts.Settings.Keys));

    [Fact]
    public void Every_setting_without_a_default_is_given()
    {
        var required = AzureFacts.Settings.Where(setting => !setting.Value.EndsWith("has a default", StringComparison.Ordinal));
        Assert.Empty(required.Select(setting => setting.Key).Except(InfraFiles.Settings.Keys));
    }

    [Fact]
    public void Nothing_is_set_that_Flex_Consumption_has_in_functionAppConfig() =>
        Assert.DoesNotContain(InfraFiles.Settings.Keys, name => name.Split('_')[0] is "FUNCTIONS" or "WEBSITE");

    [Fact]
    public void Every_setting_of_the_chat_is_documented()
    {
        var architecture = InfraFiles.Text("docs", "architecture.md");
        var settings = AzureFacts.Settings.Keys.Where(name => name.StartsWith("Chat__", StringComparison.Ordinal));
        Assert.All(settings, name => Assert.Contains(name, architecture, StringComparison.Ordinal));
    }

    [Fact]
    public void The_app_finds_its_storage_account_and_identity_in_them()
    {
        var storage = Services().GetRequiredService<IOptions<StorageOptions>>().Value.Accounts[0];
        Assert.Equal("value-of-AzureWebJobsStorage-accountName", storage.AccountName);
        Assert.Equal("value-of-AzureWebJobsStorage-clientId", storage.ClientId);
        Assert.Null(storage.ConnectionString);
        Assert.True(storage.IsComplete);
    }

    [Fact]
    public void The_app_finds_the_further_accounts_in_them()
    {
        Assert.Contains(InfraFiles.Texts("modules/api.bicep"), name => name.StartsWith("Chat__StorageAccounts__", StringComparison.Ordinal));

        var accounts = Services(further: ["https://one.table.core.windows.net", "AccountName=two;AccountKey=a2V5"]).GetRequiredService<IOptions<StorageOptions>>().Value.Accounts;

        Assert.Equal([null, "https://one.table.core.windows.net/", null], accounts.Select(account => account.TableServiceUri?.AbsoluteUri));
        Assert.Equal([null, null, "AccountName=two;AccountKey=a2V5"], accounts.Select(account => account.ConnectionString));
        Assert.Equal("value-of-AzureWebJobsStorage-clientId", accounts[1].ClientId);
        Assert.All(accounts.Skip(1), account => Assert.Equal(new DateTimeOffset(2027, 1, 31, 0, 0, 0, TimeSpan.Zero), account.Since));
    }

    [Fact]
    public void A_further_account_that_doesn_t_say_since_when_is_refused()
    {
        var options = Services(further: ["https://one.table.core.windows.net"], since: null).GetRequiredService<IOptions<StorageOptions>>();
        Assert.Contains("__since", Assert.Throws<OptionsValidationException>(() => options.Value).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_app_signs_with_the_key_in_them() =>
        Assert.Equal("value-of-Chat-TokenKey-long-enough", Services().GetRequiredService<IOptions<TokenOptions>>().Value.TokenKey);

    [Fact]
    public void A_reference_to_the_vault_that_was_not_resolved_is_not_taken_for_a_key()
    {
        var reference = InfraFiles.Settings["Chat__TokenKey"].Single().Text;
        Assert.StartsWith("@Microsoft.KeyVault(", reference, StringComparison.Ordinal);
        var options = Services(reference).GetRequiredService<IOptions<TokenOptions>>();
        Assert.Throws<OptionsValidationException>(() => options.Value);
    }

    /// <summary>The app's own, given what infra/ sets.</summary>
    private static ServiceProvider Services(string tokenKey = "value-of-Chat-TokenKey-long-enough", string[]? further = null, string? since = "2027-01-31")
    {
        var settings = InfraFiles.Settings.Keys.ToDictionary(
            name => name.Replace("__", ":"), name => (string?)$"value-of-{name.Replace("__", "-")}");
        settings["Chat:TokenKey"] = tokenKey;
        foreach (var (index, account) in (further ?? []).Index())
        {
            settings[$"Chat:StorageAccounts:{index}"] = account;
            settings[$"Chat:StorageAccounts:{index}:Since"] = since;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection().AddStorage(configuration).AddAccounts(configuration).BuildServiceProvider();
    }
}
