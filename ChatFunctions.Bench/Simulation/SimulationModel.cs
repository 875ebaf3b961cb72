namespace ChatFunctions.Bench.Simulation;

/// <summary>The durations of everything outside the room log.</summary>
/// <param name="Name">The name of the model.</param>
/// <param name="Network">The median one-way time to storage; it varies by <see cref="Spread"/>.</param>
/// <param name="Request">The partition's time for a request, without its rows.</param>
/// <param name="Row">The additional time for each row.</param>
/// <param name="Client">The median one-way time from sender to instance.</param>
internal sealed record SimulationModel(string Name, TimeSpan Network, TimeSpan Request, TimeSpan Row, TimeSpan Client)
{
    /// <summary>The standard deviation of a duration's logarithm: one in a hundred takes twice the median.</summary>
    public const double Spread = 0.3;

    /// <summary>
    /// Table Storage in the same region: some milliseconds for a round trip, and 2,000 rows per second for a partition, according to
    /// https://learn.microsoft.com/azure/storage/tables/scalability-targets.
    /// </summary>
    public static SimulationModel Azure { get; } = new(
        "Table Storage: 2,000 rows a second, 6 ms there and back", TimeSpan.FromMilliseconds(3), TimeSpan.Zero, TimeSpan.FromMilliseconds(0.5), TimeSpan.FromMilliseconds(5));

    /// <summary>The partition's time for a transaction or a read with this number of rows.</summary>
    public TimeSpan Service(int rows) => Request + (rows * Row);

    /// <summary>A log-normal duration with this median.</summary>
    public static TimeSpan About(TimeSpan median, Random random) =>
        median * Math.Exp(Spread * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
