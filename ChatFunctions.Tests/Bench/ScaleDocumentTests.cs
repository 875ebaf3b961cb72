using System.Globalization;
using ChatFunctions.Bench.Simulation;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Bench;

/// <summary>Compares the table of the simulation in docs/scale-and-cost.md with the output of <c>./chat bench simulate</c>.</summary>
public sealed class ScaleDocumentTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(16)]
    public void The_document_shows_the_results_of_the_simulation(int instances)
    {
        var row = File.ReadLines(RepositoryRoot.Combine("docs", "scale-and-cost.md")).Single(line => line.StartsWith($"| {instances} | ", StringComparison.Ordinal));
        var shown = row.Split('|', StringSplitOptions.TrimEntries)[2..6].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray();

        var result = HotRoomSimulation.Run(SimulationModel.Azure, instances, SimulateCommand.Senders, SimulateCommand.Duration, SimulateCommand.Seed);

        double[] said = [result.MessagesPerSecond, result.MessagesPerCommit, result.ConflictsPerCommit, result.ClaimsPerCommit];
        Assert.All(said.Zip(shown), pair => Assert.InRange(pair.First, (0.9 * pair.Second) - 0.05, (1.1 * pair.Second) + 0.05));
    }
}
