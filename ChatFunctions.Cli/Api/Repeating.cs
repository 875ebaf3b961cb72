namespace ChatFunctions.Cli.Api;

/// <summary>Retries transient errors with back-off, or as the server's <c>Retry-After</c> says.</summary>
internal static class Repeating
{
    private const int Tries = 7;

    /// <summary>The longest <c>Retry-After</c> to wait for.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <param name="request">An idempotent request, because an attempt without an answer may have succeeded.</param>
    /// <param name="clock">The clock for delays.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
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
