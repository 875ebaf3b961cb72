using ChatFunctions.Http;

namespace ChatFunctions.Accounts;

/// <summary>The refusals that concern accounts, each with its stable code.</summary>
internal static class AccountRefusals
{
    public static Refusal LoginTaken { get; } = new(409, "login_taken", "Somebody has this login already.");

    public static Refusal InvalidCredentials { get; } = new(401, "invalid_credentials", "The login or the password is wrong.");

    public static Refusal InvalidRefreshToken { get; } = new(401, "invalid_refresh_token", "This session has ended: log in again.");

    public static Refusal TooManyAttempts { get; } = new(429, "too_many_attempts", "Too many wrong passwords in a row: wait before the next try.");

    /// <summary>Where the caller is known already. Not 401, which tells a client that its token is at fault.</summary>
    public static Refusal WrongPassword { get; } = new(403, "wrong_password", "The password is wrong.");

    public static Refusal ErasureUnfinished { get; } =
        new(503, "erasure_unfinished", "The account is closed and being erased; the same call again goes on with it.") { RetryAfter = TimeSpan.FromSeconds(1) };

    public static Refusal UserNotFound { get; } = new(404, "user_not_found", "There is no such user.");
}
