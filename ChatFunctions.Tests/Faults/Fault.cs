namespace ChatFunctions.Tests.Faults;

/// <summary>A fault of a storage request.</summary>
internal enum Fault
{
    None,

    /// <summary>It never arrives.</summary>
    LostBefore,

    /// <summary>It takes effect, and its response is lost.</summary>
    LostAfter,

    /// <summary>It arrives twice; the second response is returned.</summary>
    Doubled,

    /// <summary>It takes effect after the sender has given up.</summary>
    Late,

    /// <summary>The service answers 503 and does nothing.</summary>
    Busy,

    /// <summary>The service executes it and answers 500.</summary>
    FailedAfter,

    /// <summary>It takes 25 ms to arrive.</summary>
    Slow,

    /// <summary>It is never answered.</summary>
    Hangs,
}
