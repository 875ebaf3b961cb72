namespace ChatFunctions.Bench.Simulation;

/// <summary>How long things take that aren't the room log itself.</summary>
/// <param name="Name">What it stands for.</param>
/// <param name="Network">To storage or back, at the median; some take longer, as <see cref="Spread"/> says.</param>
/// <param name="Request">The partition's time for a request, whatever is in it. It does one at a time.</param>
/// <param name="Row">Its time for each row, beyond.</param>
/// <param name="Client">From the sender to the instance or back, at the median.</param>
internal sealed record SimulationModel(string Name, TimeSpan Network, TimeSpan Request, TimeSpan Row, TimeSpan Client)
{
    /// <summary>Standard deviation of a time's logarithm: one in a hundred takes twice as long as the median.</summary>
    public const double Spread = 0.3;

    /// <summary>
    /// Table Storage in the same region: some milliseconds to there and back, and 2,000 rows a second from a partition, as its scale
    /// targets say (https://learn.microsoft.com/azure/storage/tables/scalability-targets).
    /// </summary>
    public static SimulationModel Azure { get; } = new(
        "Table Storage: 2,000 rows a second, 6 ms there and back", TimeSpan.FromMilliseconds(3), TimeSpan.Zero, TimeSpan.FromMilliseconds(0.5), TimeSpan.FromMilliseconds(5));

    /// <summary>The partition's time for a transaction, or for a read of so many rows.</summary>
    public TimeSpan Service(int rows) => Request + (rows * Row);

    /// <summary>A time about a median, log-normal.</summary>
    public static TimeSpan About(TimeSpan median, Random random) =>
        median * Math.Exp(Spread * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
