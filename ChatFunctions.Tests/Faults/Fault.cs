namespace ChatFunctions.Tests.Faults;

/// <summary>What can happen to a request to storage.</summary>
internal enum Fault
{
    None,

    /// <summary>It never arrives.</summary>
    LostBefore,

    /// <summary>It takes effect, and its answer never arrives.</summary>
    LostAfter,

    /// <summary>It arrives twice; the second answer comes back.</summary>
    Doubled,

    /// <summary>It takes effect after the sender has given up on it.</summary>
    Late,

    /// <summary>The service answers 503 and does nothing.</summary>
    Busy,

    /// <summary>The service does it and answers 500 all the same.</summary>
    FailedAfter,

    /// <summary>It takes 25 ms to arrive.</summary>
    Slow,

    /// <summary>It is never answered.</summary>
    Hangs,
}
