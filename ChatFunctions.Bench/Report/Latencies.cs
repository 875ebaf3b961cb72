using System.Diagnostics;
using System.Numerics;

namespace ChatFunctions.Bench.Report;

/// <summary>A histogram of durations from a microsecond, with buckets at most 1 % wide. For one writer.</summary>
internal sealed class Latencies
{
    private const int ExactBits = 7;
    private const int Exact = 1 << ExactBits;

    private readonly int[] _counts = new int[Exact * 32];

    public int Count { get; private set; }

    /// <summary>The median in milliseconds; NaN if there are no durations.</summary>
    public double P50 => Percentile(0.5);

    /// <inheritdoc cref="P50"/>
    public double P99 => Percentile(0.99);

    public static Latencies Of(IEnumerable<Latencies> parts)
    {
        var sum = new Latencies();
        foreach (var part in parts)
        {
            sum.Count += part.Count;
            for (var i = 0; i < part._counts.Length; i++)
            {
                sum._counts[i] += part._counts[i];
            }
        }

        return sum;
    }

    /// <summary>Measures the duration of an operation.</summary>
    public async Task TimeAsync(Func<Task> something)
    {
        var started = Stopwatch.GetTimestamp();
        await something();
        Add(Stopwatch.GetTimestamp() - started);
    }

    /// <param name="timestamps">Differences of <see cref="Stopwatch.GetTimestamp"/>.</param>
    public void Add(long timestamps)
    {
        var microseconds = (ulong)Math.Max(0, timestamps * 1_000_000 / Stopwatch.Frequency);
        var shift = Math.Max(0, BitOperations.Log2(microseconds | 1) - ExactBits);
        _counts[(shift * Exact) + (int)(microseconds >> shift)]++;
        Count++;
    }

    private double Percentile(double share)
    {
        var wanted = (int)Math.Ceiling(share * Count);
        for (int i = 0, seen = 0; i < _counts.Length && Count > 0; i++)
        {
            seen += _counts[i];
            if (seen >= wanted)
            {
                var shift = Math.Max(0, (i / Exact) - 1);
                return (double)((long)(i - (shift * Exact)) << shift) / 1_000;
            }
        }

        return double.NaN;
    }
}
