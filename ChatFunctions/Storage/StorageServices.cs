using System.Globalization;
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
