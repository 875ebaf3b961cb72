using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests;

/// <summary>Everything that a chat needs, the app on a clock that the test turns. It starts at the real time, by which the SignalR service goes.</summary>
public sealed class FakeTimeFixture : ChatFixture
{
    internal FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    protected override void Replace(IServiceCollection services) => services.AddSingleton<TimeProvider>(Time);
}
