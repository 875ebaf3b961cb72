using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Faults;

/// <summary>Finds out whether something can be interrupted anywhere.</summary>
internal static class CrashAt
{
    /// <summary>
    /// Does something on an instance that dies before its first request to storage arrives, then before its second does, and so on until it
    /// comes to its end alive.
    /// </summary>
    /// <param name="chat">What to do it on.</param>
    /// <param name="arrange">Makes a fresh scene, on an instance that lives.</param>
    /// <param name="act">Does it, with the services of the one that dies. What it leaves to the background belongs to it if it waits for that.</param>
    /// <param name="check">Asserts that all is well, or can be made so; what it throws is told with where the crash was.</param>
    /// <returns>The number of requests at which it crashed.</returns>
    public static async Task<int> EveryRequestAsync<TScene>(
        ChatFixture chat, Func<Task<TScene>> arrange, Func<IServiceProvider, TScene, Task> act, Func<TScene, Task> check)
    {
        for (var request = 1; ; request++)
        {
            var scene = await arrange();
            var died = await ActAsync(chat, new DyingTransport(request), services => act(services, scene));
            try
            {
                await check(scene);
            }
            catch (Exception e)
            {
                throw new Xunit.Sdk.XunitException($"After a crash at request {request}: {e}");
            }

            if (!died)
            {
                return request - 1;
            }
        }
    }

    /// <returns>Whether it died before it had come to its end.</returns>
    private static async Task<bool> ActAsync(ChatFixture chat, DyingTransport transport, Func<IServiceProvider, Task> act)
    {
        using (transport)
        {
            using var instance = await ChatInstance.BuildAsync(
                chat.TablePrefix, chat.SignalRConnectionString, replace: services => services.AddSingleton<HttpPipelineTransport>(transport));
            var acting = act(instance.Services);
            if (await Task.WhenAny(acting, transport.Dead) == acting)
            {
                await acting;
                return false;
            }

            return true;
        }
    }
}
