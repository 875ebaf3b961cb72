using Xunit.Abstractions;

[assembly: TestCollectionOrderer("ChatFunctions.Tests.LongestWaitFirst", "ChatFunctions.Tests")]

namespace ChatFunctions.Tests;

/// <summary>Starts the classes whose tests wait for timeouts and intervals of the product first, so that others run meanwhile.</summary>
public sealed class LongestWaitFirst : ITestCollectionOrderer
{
    private static readonly string[] First = ["Cli.Tailing.TailTests", "Accounts.ErasureTests", "Bench.BenchTests", "Hosting.HealthTests", "Live.BroadcastFaultTests", "Client.EventsTests"];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(collection => First.Any(name => collection.DisplayName.EndsWith($".{name}", StringComparison.Ordinal)));
}
