namespace ChatFunctions.Bench;

/// <summary>How long and how large a run is.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Rounds">How often a raw cost and what is held against it are measured in turn.</param>
/// <param name="Round">How long each of them lasts.</param>
/// <param name="Histories">Messages in the rooms whose pages are read, ascending.</param>
/// <param name="ActiveRooms">Rooms held in memory to see what one takes.</param>
/// <param name="ColdStarts">How often the app is started anew.</param>
/// <param name="Instances">How many instances share the hot room, ascending from 1.</param>
/// <param name="Simulated">How long the simulation of the same lasts, in its own time.</param>
/// <param name="WarmUps">Rounds before those that count, at most.</param>
internal sealed record Scale(string Name, int Rounds, TimeSpan Round, int[] Histories, int ActiveRooms, int ColdStarts, int[] Instances, TimeSpan Simulated, int WarmUps = 12)
{
    /// <summary>Members of the hot room, each of whom sends and listens.</summary>
    public const int Crowd = 64;

    /// <summary>Some seconds, for seeing that everything works; the numbers mean nothing and aren't kept.</summary>
    public static Scale Tiny { get; } = new("tiny", 1, TimeSpan.FromMilliseconds(50), [60], 10, 1, [1, 2], TimeSpan.FromSeconds(1), WarmUps: 1);

    /// <summary>A minute or so.</summary>
    public static Scale Short { get; } = new("short", 3, TimeSpan.FromSeconds(1), [500, 20_000], 1_000, 3, [1, 2, 4], TimeSpan.FromSeconds(20));

    /// <summary>Several minutes.</summary>
    public static Scale Full { get; } = new("full", 9, TimeSpan.FromSeconds(3), [500, 1_000, 20_000, 100_000], 10_000, 9, [1, 2, 4], TimeSpan.FromSeconds(20));
}
