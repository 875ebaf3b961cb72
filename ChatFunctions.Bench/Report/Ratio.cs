using System.Globalization;

namespace ChatFunctions.Bench.Report;

/// <summary>A line of the table of ratios.</summary>
/// <param name="What">A description.</param>
/// <param name="Measured">The ratio, or a number that doesn't depend on the machine.</param>
/// <param name="Unit">The unit; empty for a ratio.</param>
/// <param name="Reach">The target; null: none.</param>
/// <param name="Detail">The absolute numbers of this run.</param>
internal sealed record Ratio(string What, double Measured, string Unit, Reach? Reach, string Detail = "")
{
    public bool? Reached => Reach?.IsReachedBy(Measured);

    public string MeasuredText => $"{Format(Measured)} {Unit}".TrimEnd();

    public string ReachText => Reach is null ? "" : $"{Format(Reach.Value)} {(Reach.AtLeast ? "at least" : "at most")}";

    private static string Format(double value) => value.ToString(Math.Abs(value) >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture);
}

internal sealed record Reach(double Value, bool AtLeast)
{
    public static Reach Least(double value) => new(value, AtLeast: true);

    public static Reach Most(double value) => new(value, AtLeast: false);

    public bool IsReachedBy(double measured) => AtLeast ? measured >= Value : measured <= Value;
}
