using ChatFunctions.Client;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the chat's client.</summary>
public static class ChatClientServiceCollectionExtensions
{
    private const string Name = "ChatFunctions";

    /// <summary>Registers a <see cref="ChatClient"/> as a singleton that makes requests with <see cref="IHttpClientFactory"/>.</summary>
    /// <returns>The builder of its HTTP client, to add handlers.</returns>
    public static IHttpClientBuilder AddChatClient(this IServiceCollection services, Action<ChatClientOptions> configure)
    {
        services.AddOptions<ChatClientOptions>().Configure(configure);
        services.AddSingleton(provider => new ChatClient(
            provider.GetRequiredService<IOptions<ChatClientOptions>>().Value,
            () => provider.GetRequiredService<IHttpClientFactory>().CreateClient(Name),
            () => provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(Name)));
        return services.AddHttpClient(Name, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => provider.GetRequiredService<IOptions<ChatClientOptions>>().Value.HandlerFactory())
            .RedactLoggedHeaders(["Authorization", "X-Api-Key", "x-functions-key"]);
    }
}
