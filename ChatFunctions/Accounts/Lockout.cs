namespace ChatFunctions.Accounts;

/// <summary>How long a login is locked after a number of wrong passwords in a row.</summary>
internal static class Lockout
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <returns>Null: not yet. From <see cref="Limits.LoginFailures"/> on 1 s, twice as long with each more, 15 minutes at most.</returns>
    public static TimeSpan? After(int failures)
    {
        var beyond = failures - Limits.LoginFailures;
        return beyond switch
        {
            < 0 => null,
            < 10 => First * (1 << beyond),
            _ => Longest,
        };
    }
}
