using System.Globalization;
using Spectre.Console;

namespace ChatFunctions.Bench.Report;

/// <summary>Shows progress and results.</summary>
internal static class Screen
{
    /// <summary>The number of columns if there is no terminal.</summary>
    private const int FileWidth = 160;

    public static void Step(string what) => AnsiConsole.MarkupLineInterpolated($"[grey]{what} ...[/]");

    public static void Show(BenchReport report)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = FileWidth;
        }

        AnsiConsole.WriteLine();
        ShowWorkloads(report.Workloads);
        ShowOthers();
        ShowRatios(report.Ratios);
    }

    private static void ShowWorkloads(IEnumerable<WorkloadResult> workloads)
    {
        var table = Table($"Workloads: {Environment.ProcessorCount} cores, shared by app, Azurite, SignalR emulator and load", ["workload", "sends/s", "received by all/s", "p50 ms", "p99 ms", "delivery p50 ms", "delivery p99 ms"]);
        foreach (var result in workloads)
        {
            table.AddRow(
                result.Workload, Rate(result.SendsPerSecond), Rate(result.ReceivedPerSecond), Time(result.P50), Time(result.P99), Time(result.DeliveryP50), Time(result.DeliveryP99));
        }

        AnsiConsole.Write(table);
    }

    private static void ShowOthers()
    {
        var table = Table("For orientation, on other machines of 2 cores", ["messages a second", "hot", "64 rooms"]);
        foreach (var other in BenchReport.Others)
        {
            table.AddRow(other.Server, other.HotPerSecond, other.RoomsPerSecond);
        }

        AnsiConsole.Write(table);
    }

    private static void ShowRatios(IEnumerable<Ratio> ratios)
    {
        var table = Table("Ratios: medians over rounds measured in turn", ["what", "measured", "reach", "", "behind it"], numbers: 2);
        foreach (var ratio in ratios)
        {
            var mark = ratio.Reached switch { null => "", true => "[green]reached[/]", false => "[red]missed[/]" };
            table.AddRow(new Text(ratio.What), new Text(ratio.MeasuredText), new Text(ratio.ReachText), new Markup(mark), new Text(ratio.Detail, Color.Grey));
        }

        AnsiConsole.Write(table);
    }

    private static Table Table(string title, string[] columns, int numbers = 6)
    {
        var table = new Table { Title = new TableTitle(title), Border = TableBorder.Simple };
        for (var i = 0; i < columns.Length; i++)
        {
            table.AddColumn(new TableColumn(columns[i]) { Alignment = i > 0 && i <= numbers ? Justify.Right : Justify.Left });
        }

        return table;
    }

    private static string Rate(double? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "";

    private static string Time(double? value) => value?.ToString("0.0", CultureInfo.InvariantCulture) ?? "";
}
