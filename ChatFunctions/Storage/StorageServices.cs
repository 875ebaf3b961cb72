using System.Globalization;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;

namespace ChatFunctions.Storage;

internal static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>()
            .Configure(options => Read(configuration, options))
            .Validate(
                options => options.IsComplete,
                "The setting AzureWebJobsStorage (a connection string) or AzureWebJobsStorage__tableServiceUri (an account, by identity) is missing.")
            .Validate(
                options => options.IsDated,
                "Each of Chat__StorageAccounts needs its __since, a day such as 2027-01-31: what was made before it is looked for in the other accounts.")
            .ValidateOnStart();
        return services.AddTables();
    }

    /// <summary>The tables of the accounts in <see cref="StorageOptions"/>.</summary>
    public static IServiceCollection AddTables(this IServiceCollection services) => services
        .AddSingleton<RangeReadLimit>()
        .AddSingleton<ChatTables>()
        .AddSingleton<ProfileGuard>()
        .AddSingleton<BackgroundWork>()
        .AddHostedService(provider => provider.GetRequiredService<BackgroundWork>());

    private static void Read(IConfiguration configuration, StorageOptions options)
    {
        options.TablePrefix = configuration["Chat:TablePrefix"] ?? options.TablePrefix;
        var own = configuration.GetSection("ChatStorage");
        var section = own.Exists() ? own : configuration.GetSection("AzureWebJobsStorage");
        var first = section.Get<StorageAccount>() ?? new StorageAccount();
        first.ConnectionString = section.Value;
        options.Accounts = [first, .. configuration.GetSection("Chat:StorageAccounts").GetChildren().Select(further => Further(further, first.ClientId))];
    }

    /// <summary>Further accounts use the identity of the first one.</summary>
    private static StorageAccount Further(IConfigurationSection setting, string? clientId) => new()
    {
        ConnectionString = IsAddress(setting.Value) ? null : setting.Value,
        TableServiceUri = IsAddress(setting.Value) ? new Uri(setting.Value!) : null,
        ClientId = clientId,
        Since = setting["Since"] is { Length: > 0 } since
            ? DateTimeOffset.Parse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)
            : null,
    };

    private static bool IsAddress(string? value) => value?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) is true;
}

/// <summary>
/// The storage accounts in the settings. The first one has the Functions host's names: <c>AzureWebJobsStorage</c> is a connection
/// string; <c>AzureWebJobsStorage__tableServiceUri</c> (or <c>__accountName</c>) is an account reached by identity, with <c>__clientId</c>
/// for a user-assigned one. <c>ChatStorage</c>, in the same forms, comes first where the data has an account of its own. Further ones in
/// the list <c>Chat__StorageAccounts</c>: see docs/scale-and-cost.md.
/// </summary>
internal sealed class StorageOptions
{
    /// <summary>The accounts. The first one also has the tables that aren't partitioned over accounts.</summary>
    public IList<StorageAccount> Accounts { get; set; } = [];

    /// <summary>The prefix of table names: letters and digits, starting with a letter.</summary>
    public string TablePrefix { get; set; } = "chat";

    public bool IsComplete => Accounts is [{ IsComplete: true }, ..];

    /// <summary>Whether each account but the first has a <see cref="StorageAccount.Since"/>.</summary>
    public bool IsDated => Accounts.Skip(1).All(account => account.Since is not null);
}

/// <summary>A storage account, by connection string, or by address and identity.</summary>
internal sealed class StorageAccount
{
    public string? ConnectionString { get; set; }

    public Uri? TableServiceUri { get; set; }

    /// <summary>The blob service; absent: the account's, beside its table service.</summary>
    public Uri? BlobServiceUri { get; set; }

    public string? AccountName { get; set; }

    /// <summary>The client id of a user-assigned identity.</summary>
    public string? ClientId { get; set; }

    /// <summary>
    /// When the account was added: it has no data created before. Null is invalid except for the first account.
    /// </summary>
    public DateTimeOffset? Since { get; set; }

    public bool IsComplete => ConnectionString is not null || Endpoint is not null;

    public TableClient Table(string name, TableClientOptions client) =>
        Endpoint is { } endpoint ? new TableClient(endpoint, name, Credential, client) : new TableClient(ConnectionString, name, client);

    public BlobServiceClient Blobs(BlobClientOptions client) => Endpoint is { } endpoint
        ? new BlobServiceClient(BlobServiceUri ?? new Uri(endpoint.AbsoluteUri.Replace(".table.", ".blob.", StringComparison.Ordinal)), Credential, client)
        : new BlobServiceClient(ConnectionString, client);

    private Uri? Endpoint => TableServiceUri ?? (AccountName is null ? null : new Uri($"https://{AccountName}.table.core.windows.net"));

    /// <summary>The identity; a test replaces it.</summary>
    public TokenCredential Credential
    {
        get => field ??= new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = ClientId });
        set;
    }
}
