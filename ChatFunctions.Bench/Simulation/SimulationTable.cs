using System.Globalization;
using Spectre.Console;

namespace ChatFunctions.Bench.Simulation;

internal static class SimulationTable
{
    private static readonly string[] Columns =
        ["instances", "messages/s", "messages a commit", "conflicts a commit", "claims a commit", "p50 ms", "p99 ms", "partition busy", "least over average", "refused"];

    public static Table Of(string title, IEnumerable<SimulationResult> results)
    {
        var table = new Table { Title = new TableTitle(Markup.Escape(title)), Border = TableBorder.Simple };
        table.AddColumns([.. Columns.Select(column => new TableColumn(column) { Alignment = Justify.Right })]);
        foreach (var result in results)
        {
            table.AddRow(Cells(result));
        }

        return table;
    }

    public static string[] Cells(SimulationResult result) =>
    [
        Number(result.Instances, "N0"), Number(result.MessagesPerSecond, "N0"), Number(result.MessagesPerCommit, "0.0"), Number(result.ConflictsPerCommit, "0.00"),
        Number(result.ClaimsPerCommit, "0.00"), Number(result.P50, "N0"), Number(result.P99, "N0"), Number(result.Utilisation, "P0"), Number(result.Fairness, "0.00"),
        Number(result.Refused, "N0"),
    ];

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
