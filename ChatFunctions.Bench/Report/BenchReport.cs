using System.Text.Json;

namespace ChatFunctions.Bench.Report;

/// <summary>The results of one run.</summary>
internal sealed class BenchReport(Scale scale)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Results of other chat servers with the same workloads, for orientation: measured on another machine of 2 cores.</summary>
    public static IReadOnlyList<Orientation> Others { get; } =
    [
        new("Node, socket.io and PostgreSQL", "1,700-1,900", "8,000-9,000"),
        new("ejabberd on PostgreSQL", "500-700", "4,000-4,700"),
        new("prosody on SQLite", "200-300", "600-700"),
    ];

    public Scale Scale => scale;

    public DateTimeOffset At { get; } = DateTimeOffset.UtcNow;

    public List<WorkloadResult> Workloads { get; } = [];

    public List<Ratio> Ratios { get; } = [];

    /// <returns>The file.</returns>
    public string Save(string folder)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{At:yyyy-MM-dd'T'HHmmss'Z'}.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new { At, Scale = scale.Name, Cores = Environment.ProcessorCount, Workloads, Ratios, Others }, Json));
        return file;
    }
}

/// <summary>The messages per second of another chat server.</summary>
internal sealed record Orientation(string Server, string HotPerSecond, string RoomsPerSecond);
