namespace ChatFunctions.Accounts;

/// <summary>The refusals that concern accounts, each with its stable code.</summary>
internal static class AccountRefusals
{
    public static Refusal LoginTaken { get; } = new(409, "login_taken", "That username is taken.");

    public static Refusal InvalidCredentials { get; } = new(401, "invalid_credentials", "Incorrect username or password.");

    public static Refusal InvalidRefreshToken { get; } = new(401, "invalid_refresh_token", "This session has ended. Log in again.");

    public static Refusal TooManyAttempts { get; } = new(429, "too_many_attempts", "Too many failed attempts. Try again later.");

    /// <summary>For a caller who is logged in. It isn't 401, because clients would take that for an invalid access token.</summary>
    public static Refusal WrongPassword { get; } = new(403, "wrong_password", "Incorrect password.");

    /// <summary>The same for unknown, used and expired codes.</summary>
    public static Refusal InvalidResetCode { get; } = new(400, "invalid_reset_code", "This link to reset the password is invalid or has expired.");

    public static Refusal LocalAccountsDisabled { get; } = new(403, "local_accounts_disabled", "Sign in with your identity provider. Passwords are switched off.");

    /// <summary>For a user of an identity provider.</summary>
    public static Refusal ManagedByProvider { get; } = new(409, "managed_by_provider", "Your identity provider manages this. Change it there.");

    public static Refusal Deactivated { get; } = new(403, "account_deactivated", "This account is deactivated.");

    public static Refusal ErasureUnfinished { get; } =
        new(503, "erasure_unfinished", "The account is closed and its data is being erased. Repeat the request to continue.") { RetryAfter = TimeSpan.FromSeconds(1) };
}
