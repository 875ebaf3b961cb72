namespace ChatFunctions.Messages;

internal static class MessageServices
{
    public static IServiceCollection AddMessages(this IServiceCollection services) => services
        .AddSingleton<SendLimits>()
        .AddSingleton<MessageImport>()
        .AddSingleton<History>()
        .AddSingleton<EventsReader>()
        .AddSingleton<SearchIndex>()
        .AddSingleton<MessageSearch>()
        .AddSingleton<Inbox>();
}
