using ChatFunctions.Bench.Report;
using ChatFunctions.Bench.Servers;
using Spectre.Console;

namespace ChatFunctions.Bench.Simulation;

/// <summary>
/// <c>./chat bench simulate</c>: a hot room on 1 to 50 instances, as a table and as a plot in artifacts/bench. It needs no servers, and its
/// result is the same on every machine.
/// </summary>
internal static class SimulateCommand
{
    public const int Senders = 200;
    public const int Seed = 1;

    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    private static readonly int[] Instances = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 50];

    public static void Run()
    {
        var model = SimulationModel.Azure;
        var results = Instances.Select(instances => HotRoomSimulation.Run(model, instances, Senders, Duration, Seed)).ToArray();
        AnsiConsole.Profile.Width = Console.IsOutputRedirected ? 160 : AnsiConsole.Profile.Width;
        AnsiConsole.Write(SimulationTable.Of($"{Senders} senders in one room, simulated: {model.Name}", results));
        var folder = Directory.CreateDirectory(Repository.Combine("artifacts", "bench")).FullName;
        var file = Path.Combine(folder, "simulation.svg");
        File.WriteAllText(file, Plot.Svg(
            "Instances",
            [
                new Curve("messages/s", [.. results.Select(result => ((double)result.Instances, result.MessagesPerSecond))]),
                new Curve("p99, ms", [.. results.Select(result => ((double)result.Instances, result.P99))]),
            ]));
        Console.WriteLine($"Drawn as {Path.GetRelativePath(Environment.CurrentDirectory, file)}");
    }
}
