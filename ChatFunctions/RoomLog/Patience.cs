namespace ChatFunctions.RoomLog;

/// <summary>How long a commit goes on trying: exponential back-off with full jitter, up to a deadline.</summary>
internal sealed class Patience(TimeProvider clock, Ids ids)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly long _start = clock.GetTimestamp();
    private TimeSpan _most = First;

    /// <summary>Rounds lost so far.</summary>
    public int Rounds { get; private set; }

    /// <returns>False: it has been long enough.</returns>
    public async Task<bool> WaitAsync()
    {
        if (clock.GetElapsedTime(_start) > Deadline)
        {
            return false;
        }

        await Task.Delay(ids.NewWait(TimeSpan.Zero, _most), clock);
        Rounds++;
        _most = _most * 2 < Longest ? _most * 2 : Longest;
        return true;
    }
}
