using Xunit.Abstractions;

[assembly: TestCollectionOrderer("ChatFunctions.Tests.LongestFirst", "ChatFunctions.Tests")]

namespace ChatFunctions.Tests;

/// <summary>Starts the classes that take longest first, so that none of them runs alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] First = ["Cli.Tailing.TailTests", "Accounts.ErasureTests", "Bench.BenchTests", "Hosting.HealthTests", "Live.BroadcastFaultTests", "Client.EventsTests"];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(collection => First.Any(name => collection.DisplayName.EndsWith($".{name}", StringComparison.Ordinal)));
}
