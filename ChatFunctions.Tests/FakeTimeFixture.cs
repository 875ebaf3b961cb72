using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests;

/// <summary>A chat whose clock only moves when a test advances it. It starts at the real time, by which the SignalR emulator goes.</summary>
public sealed class FakeTimeFixture : OwnChatFixture
{
    internal SteppedTimeProvider Time { get; } = new();

    protected override void Replace(IServiceCollection services) => services.AddSingleton<TimeProvider>(Time);
}
