using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Faults;

/// <summary>Shows that an operation can be interrupted anywhere.</summary>
internal static class CrashAt
{
    /// <summary>
    /// Runs an operation on an instance that crashes before its first write arrives in storage, then before its second, and so on until the
    /// operation completes. A crash before a read leaves what a crash before the next write leaves.
    /// </summary>
    /// <param name="chat">The instance that keeps running, and the storage of both.</param>
    /// <param name="arrange">Makes a new state on the instance that keeps running.</param>
    /// <param name="act">Runs the operation with the services of the instance that crashes. Background work belongs to it if it waits for it.</param>
    /// <param name="check">Asserts that everything is right, or becomes right when the operation is repeated.</param>
    /// <param name="atOnce">How many crashes are tried concurrently. Above 1, states must not share anything.</param>
    /// <returns>The number of writes at which it crashed.</returns>
    public static async Task<int> EveryWriteAsync<TState>(
        ChatFixture chat, Func<Task<TState>> arrange, Func<IServiceProvider, TState, Task> act, Func<TState, Task> check, int atOnce = 1)
    {
        for (var first = 1; ; first += atOnce)
        {
            var crashed = await Task.WhenAll(Enumerable.Range(first, atOnce).Select(CrashesAtAsync));
            if (crashed.Contains(false))
            {
                return first - 1 + crashed.TakeWhile(each => each).Count();
            }
        }

        async Task<bool> CrashesAtAsync(int write)
        {
            var state = await arrange();
            var crashed = await ActAsync(chat, new CrashingTransport(write), services => act(services, state));
            try
            {
                await check(state);
            }
            catch (Exception e)
            {
                throw new Xunit.Sdk.XunitException($"After a crash at write {write}: {e}");
            }

            return crashed;
        }
    }

    /// <returns>Whether it crashed before the operation completed.</returns>
    private static async Task<bool> ActAsync(ChatFixture chat, CrashingTransport transport, Func<IServiceProvider, Task> act)
    {
        using (transport)
        {
            using var instance = await ChatInstance.BuildAsync(
                chat.TablePrefix, chat.SignalRConnectionString, replace: services => services.AddSingleton<HttpPipelineTransport>(transport));
            var acting = act(instance.Services);
            if (await Task.WhenAny(acting, transport.Crashed) == acting)
            {
                await acting;
                return false;
            }

            return true;
        }
    }
}
