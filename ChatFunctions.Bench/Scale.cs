namespace ChatFunctions.Bench;

/// <summary>The length and size of a run.</summary>
/// <param name="Name">The name in the report.</param>
/// <param name="Rounds">The number of rounds of each comparison.</param>
/// <param name="Round">The duration of each measurement.</param>
/// <param name="Histories">The numbers of messages in the rooms whose pages are read, ascending.</param>
/// <param name="ActiveRooms">The number of rooms in the memory measurement.</param>
/// <param name="ColdStarts">The number of cold starts.</param>
/// <param name="Instances">The numbers of instances that share the hot room, ascending from 1.</param>
/// <param name="Simulated">The simulated time.</param>
/// <param name="WarmUps">The most warm-up rounds.</param>
internal sealed record Scale(string Name, int Rounds, TimeSpan Round, int[] Histories, int ActiveRooms, int ColdStarts, int[] Instances, TimeSpan Simulated, int WarmUps = 12)
{
    /// <summary>The number of members of the hot room, who all send and listen.</summary>
    public const int HotRoomMembers = 64;

    /// <summary>A smoke test of some seconds. The results aren't saved.</summary>
    public static Scale Tiny { get; } = new("tiny", 1, TimeSpan.FromMilliseconds(50), [60], 10, 1, [1, 2], TimeSpan.FromSeconds(1), WarmUps: 1);

    /// <summary>A minute or so.</summary>
    public static Scale Short { get; } = new("short", 3, TimeSpan.FromSeconds(1), [500, 20_000], 1_000, 3, [1, 2, 4], TimeSpan.FromSeconds(20));

    /// <summary>Several minutes.</summary>
    public static Scale Full { get; } = new("full", 9, TimeSpan.FromSeconds(3), [500, 1_000, 20_000, 100_000], 10_000, 9, [1, 2, 4], TimeSpan.FromSeconds(20));
}
