using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

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
            .ValidateOnStart();
        return services.AddSingleton<ChatTables>();
    }

    private static void Read(IConfiguration configuration, StorageOptions options)
    {
        configuration.GetSection("Chat").Bind(options);
        var own = configuration.GetSection("ChatStorage");
        var section = own.Exists() ? own : configuration.GetSection("AzureWebJobsStorage");
        section.Bind(options);
        options.ConnectionString = section.Value;
    }
}
