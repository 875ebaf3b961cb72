namespace ChatFunctions.Bench.Ratios;

/// <summary>
/// Measures several things in turn, for some rounds. The result is the median of the ratios within rounds, so a machine that becomes faster
/// or slower doesn't change it.
/// </summary>
internal sealed class Rounds
{
    private readonly Dictionary<string, List<double>> _measured = [];

    public static async Task<Rounds> RunAsync(int rounds, params (string Name, Func<Task<double>> Measure)[] measurements)
    {
        var result = new Rounds();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (name, measure) in measurements)
            {
                result.Add(name, await measure());
            }
        }

        return result;
    }

    public double Median(string name) => Median(_measured[name]);

    /// <summary>The median over the rounds of the ratio of two things.</summary>
    public double Ratio(string name, string over) => Median(_measured[name].Zip(_measured[over], (measured, raw) => measured / raw));

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private void Add(string name, double value)
    {
        if (!_measured.TryGetValue(name, out var values))
        {
            _measured.Add(name, values = []);
        }

        values.Add(value);
    }
}
