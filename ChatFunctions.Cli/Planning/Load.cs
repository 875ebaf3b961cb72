namespace ChatFunctions.Cli.Planning;

/// <summary>What people do with a chat on an average day.</summary>
internal sealed record Load
{
    /// <summary>Who open it that day.</summary>
    public double Users { get; init; }

    /// <summary>Active rooms per day.</summary>
    public double Rooms { get; init; }

    public double MessagesPerDay { get; init; }

    /// <summary>Average number of connected recipients per message.</summary>
    public double FanOut { get; init; }

    /// <summary>How long each of the users has it open.</summary>
    public double HoursOnline { get; init; } = 2;

    /// <summary>How many times the day's average the busiest time is.</summary>
    public double Peak { get; init; } = 4;

    /// <summary>Of a message as it is sent live: its text, and about 400 around it.</summary>
    public double MessageBytes { get; init; } = 500;

    /// <summary>Months of stored messages.</summary>
    public double Months { get; init; } = 12;

    /// <summary>Of an instance: 512, 2048 or 4096.</summary>
    public double MemoryMB { get; init; } = 2048;
}
