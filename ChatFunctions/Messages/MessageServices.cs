using FluentValidation;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Messages;

internal static class MessageServices
{
    public static IServiceCollection AddMessages(this IServiceCollection services) => services
        .AddSingleton<MessageService>()
        .AddSingleton<History>()
        .AddSingleton<IValidator<SendMessageRequest>, SendMessageValidator>()
        .AddSingleton<IValidator<SendBatchRequest>, SendBatchValidator>()
        .AddSingleton<IValidator<EditMessageRequest>, EditMessageValidator>();
}
