using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ChatFunctions.Accounts;

/// <summary>
/// How long guesses at a login's password must wait. Each source is locked by its own wrong passwords in a row, so that a stranger can't lock
/// the owner out. A total over all sources bounds guesses from many addresses; it doesn't lock the owner's sessions.
/// </summary>
internal static class Lockout
{
    /// <summary>How long it takes to forget one wrong password of the total. It is more than one address can add once it is locked.</summary>
    public static readonly TimeSpan ForgetInterval = TimeSpan.FromMinutes(2);

    /// <summary>Long enough that waiting for it allows no more guesses than guessing at the locked rate.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>More than the total allows in an hour.</summary>
    private const int MaxSources = 100;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <returns>How long until the source can guess again; not positive: it can now.</returns>
    public static TimeSpan Wait(AttemptsRow? attempts, string login, GuessSource source, DateTimeOffset now)
    {
        var own = Find(attempts, source.KeyFor(login)) is { } failures ? failures.FailedAt + After(failures.Failures) - now : TimeSpan.Zero;
        var total = source.IsSession || attempts?.ForgottenAt is not { } forgottenAt ? TimeSpan.Zero : forgottenAt - now - ((Limits.LoginFailuresTotal - 1) * ForgetInterval);
        return own > total ? own : total;
    }

    /// <summary>Counts a wrong password.</summary>
    /// <returns>The row to write, and how many the source has had in a row.</returns>
    public static (AttemptsRow Counted, int Failures) Add(AttemptsRow? attempts, string login, GuessSource source, string guess, DateTimeOffset now)
    {
        var key = source.KeyFor(login);
        var own = new SourceFailures(key, (Find(attempts, key)?.Failures ?? 0) + 1, now);
        var others = (attempts?.ReadSources() ?? []).Where(other => other.Source != key && now - other.FailedAt < Kept).TakeLast(MaxSources - 1);
        var counted = new AttemptsRow
        {
            PartitionKey = UserKeys.LoginPartition(login),
            RowKey = UserKeys.Attempts,
            ETag = attempts?.ETag ?? default,
            ForgottenAt = (attempts?.ForgottenAt > now ? attempts.ForgottenAt.Value : now) + ForgetInterval,
            LastGuess = guess,
        };
        counted.WriteSources([.. others, own]);
        return (counted, own.Failures);
    }

    /// <summary>Forgets the wrong passwords of a source.</summary>
    /// <returns>False: it has none.</returns>
    public static bool Forget(AttemptsRow attempts, string login, GuessSource source)
    {
        var key = source.KeyFor(login);
        if (Find(attempts, key) is not { } own)
        {
            return false;
        }

        attempts.ForgottenAt -= own.Failures * ForgetInterval;
        attempts.WriteSources([.. attempts.ReadSources().Where(other => other.Source != key)]);
        return true;
    }

    /// <returns>From <see cref="Limits.LoginFailures"/> failures on 1 s, doubled with each further one, up to 15 minutes.</returns>
    private static TimeSpan After(int failures) => (failures - Limits.LoginFailures) switch
    {
        < 0 => TimeSpan.Zero,
        < 10 and var beyond => First * (1 << beyond),
        _ => Longest,
    };

    private static SourceFailures? Find(AttemptsRow? attempts, string key) => attempts?.ReadSources().FirstOrDefault(source => source.Source == key);
}

/// <summary>Where guesses come from: a client's address, or a session of the login's owner.</summary>
internal sealed record GuessSource(string Name, bool IsSession)
{
    public static GuessSource Address(string address) => new(address, IsSession: false);

    public static GuessSource Session(string sessionId) => new(sessionId, IsSession: true);

    /// <summary>The stored key: a hash, because an address is personal data.</summary>
    public string KeyFor(string login) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{login} {Name}")).AsSpan(0, 9));
}
