namespace ChatFunctions.Cli.Api;

/// <summary>Tries again what may pass, waiting longer each time, and as long as the server asks for.</summary>
internal static class Repeating
{
    private const int Tries = 7;

    /// <summary>Asked to wait longer than this, it is left to the user.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <param name="request">One that does no more when it is made again: nobody knows what became of a try without an answer.</param>
    /// <param name="clock">Measures the waiting.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<T> UntilAnsweredAsync<T>(Func<Task<T>> request, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await request();
            }
            catch (ChatException e) when (e.MayPass && attempt < Tries && (e.RetryAfter ?? TimeSpan.Zero) <= LongestWait)
            {
                var wait = Backoff.After(attempt);
                await Task.Delay(e.RetryAfter > wait ? e.RetryAfter.Value : wait, clock, cancellationToken);
            }
        }
    }
}
