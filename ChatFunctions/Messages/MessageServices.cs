using FluentValidation;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Messages;

internal static class MessageServices
{
    public static IServiceCollection AddMessages(this IServiceCollection services) => services
        .AddSingleton<MessageService>()
        .AddSingleton<History>()
        .AddSingleton<ReadMarkerStore>()
        .AddSingleton<ReadMarkerService>()
        .AddSingleton<TypingThrottle>()
        .AddSingleton<TypingService>()
        .AddSingleton<IValidator<MarkReadRequest>, MarkReadValidator>()
        .AddSingleton<IValidator<SendMessageRequest>, SendMessageValidator>()
        .AddSingleton<IValidator<SendBatchRequest>, SendBatchValidator>()
        .AddSingleton<IValidator<EditMessageRequest>, EditMessageValidator>();
}
