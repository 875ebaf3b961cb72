namespace ChatFunctions.Cli.Planning;

/// <summary>The use of a chat on an average day.</summary>
internal sealed record Load
{
    /// <summary>Active users per day.</summary>
    public double Users { get; init; }

    /// <summary>Active rooms per day.</summary>
    public double Rooms { get; init; }

    public double MessagesPerDay { get; init; }

    /// <summary>Average number of connected recipients per message.</summary>
    public double FanOut { get; init; }

    /// <summary>Hours that a user is online.</summary>
    public double HoursOnline { get; init; } = 2;

    /// <summary>The ratio of peak to average load.</summary>
    public double Peak { get; init; } = 4;

    /// <summary>Bytes of a live message: its text and about 400 more.</summary>
    public double MessageBytes { get; init; } = 500;

    /// <summary>Months of stored messages.</summary>
    public double Months { get; init; } = 12;

    /// <summary>Memory of an instance: 512, 2048 or 4096.</summary>
    public double MemoryMB { get; init; } = 2048;
}
