using ChatFunctions.Http;

namespace ChatFunctions.Accounts;

/// <summary>The refusals that concern accounts, each with its stable code.</summary>
internal static class AccountRefusals
{
    public static Refusal LoginTaken { get; } = new(409, "login_taken", "Somebody has this login already.");

    public static Refusal InvalidCredentials { get; } = new(401, "invalid_credentials", "The login or the password is wrong.");

    public static Refusal UserNotFound { get; } = new(404, "user_not_found", "There is no such user.");
}
