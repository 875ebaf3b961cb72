using ChatFunctions.Bench.Simulation;

namespace ChatFunctions.Tests.Bench;

public sealed class HotRoomSimulationTests
{
    private const int BatchMessages = 49;

    private static readonly int[] Growing = [1, 4, 16];

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);

    [Fact]
    public void The_same_seed_gives_the_same_run() => Assert.Equal(Run(4), Run(4));

    [Fact]
    public void Another_seed_gives_another_run() => Assert.NotEqual(Run(4), Run(4, seed: 2));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Messages_have_no_gaps_and_no_instance_starves_on_any_number_of_instances(int instances)
    {
        var result = Run(instances);

        Assert.True(result.Dense);
        Assert.Equal(0, result.Refused);
        Assert.InRange(result.Fairness, 0.2, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_room_is_no_faster_than_its_partition(int instances)
    {
        var result = Run(instances);

        Assert.InRange(result.MessagesPerCommit, 1, BatchMessages);
        Assert.InRange(result.Utilisation, 0, 1);
        Assert.True(result.MessagesPerSecond < BatchMessages / SimulationModel.Azure.Service((2 * BatchMessages) + 1).TotalSeconds);
    }

    [Fact]
    public void One_instance_has_no_conflicts_and_fills_its_transactions()
    {
        var result = Run(instances: 1);

        Assert.Equal((0, 0), (result.ConflictsPerCommit, result.ClaimsPerCommit));
        Assert.InRange(result.MessagesPerCommit, 45, BatchMessages);
    }

    [Fact]
    public void More_instances_have_more_conflicts_and_smaller_batches()
    {
        var results = Array.ConvertAll(Growing, instances => Run(instances));

        Assert.Equal(results.OrderBy(result => result.ConflictsPerCommit), results);
        Assert.Equal(results.OrderByDescending(result => result.MessagesPerCommit), results);
        Assert.Equal(results.OrderByDescending(result => result.MessagesPerSecond), results);
    }

    [Fact]
    public void A_lone_sender_does_not_wait()
    {
        var result = HotRoomSimulation.Run(SimulationModel.Azure, instances: 1, senders: 1, Duration, seed: 1);

        var way = (2 * (SimulationModel.Azure.Client + SimulationModel.Azure.Network)) + SimulationModel.Azure.Service(3);
        Assert.Equal(1, result.MessagesPerCommit);
        Assert.InRange(result.P50, 0.8 * way.TotalMilliseconds, 1.3 * way.TotalMilliseconds);
    }

    private static SimulationResult Run(int instances, int seed = 1) => HotRoomSimulation.Run(SimulationModel.Azure, instances, senders: 200, Duration, seed);
}
