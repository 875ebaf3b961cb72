using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Faults;

/// <summary>Shows that an operation can be interrupted anywhere.</summary>
internal static class CrashAt
{
    /// <summary>
    /// Runs an operation on an instance that dies before its first storage request arrives, then before its second, and so on until the
    /// operation completes.
    /// </summary>
    /// <param name="chat">The instance that lives, and the storage of both.</param>
    /// <param name="arrange">Makes a new scene on the instance that lives.</param>
    /// <param name="act">Runs the operation with the services of the instance that dies. Background work belongs to it if it waits for it.</param>
    /// <param name="check">Asserts that everything is right, or becomes right when the operation is repeated.</param>
    /// <param name="atOnce">How many crashes are tried concurrently. Above 1, scenes must not share anything.</param>
    /// <returns>The number of requests at which it died.</returns>
    public static async Task<int> EveryRequestAsync<TScene>(
        ChatFixture chat, Func<Task<TScene>> arrange, Func<IServiceProvider, TScene, Task> act, Func<TScene, Task> check, int atOnce = 1)
    {
        for (var first = 1; ; first += atOnce)
        {
            var died = await Task.WhenAll(Enumerable.Range(first, atOnce).Select(DiesAtAsync));
            if (died.Contains(false))
            {
                return first - 1 + died.TakeWhile(each => each).Count();
            }
        }

        async Task<bool> DiesAtAsync(int request)
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

            return died;
        }
    }

    /// <returns>Whether it died before the operation completed.</returns>
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
