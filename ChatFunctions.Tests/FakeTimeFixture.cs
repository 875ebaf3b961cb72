using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests;

/// <summary>A chat whose clock moves only when a test advances it. It starts at the real time, which the SignalR emulator uses.</summary>
public sealed class FakeTimeFixture : OwnChatFixture
{
    internal SteppedTimeProvider Time { get; } = new();

    protected override void Replace(IServiceCollection services) => services.AddSingleton<TimeProvider>(Time);
}
