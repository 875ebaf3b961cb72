using ChatFunctions.ApiDescription;
using ChatFunctions.ApiDescription.OpenApi;

namespace ChatFunctions.Accounts;

/// <summary>What clients need to know of registering, logging in and sessions.</summary>
internal static class AccountApi
{
    public static ApiSection Section { get; } = new("Sessions", "Registering, logging in, and staying so.", new Dictionary<string, Operation>
    {
        ["Register"] = new Operation(
            "Register", "Makes an account and logs it in. A login is the same in upper and lower case; `username` is what others see, and the login where it is absent.")
            .Takes(new RegisterRequest("ada@example.com", Examples.Password, "Ada"))
            .Gives(201, "The first session.", Examples.Session, Headers.Location)
            .Refuses(AccountRefusals.LoginTaken, AccountRefusals.InvalidCredentials),
        ["LogIn"] = new Operation(
            "Log in", "Takes the same time whether or not the login exists. Ten wrong passwords in a row lock the login: for a second, then longer, for 15 minutes at most.")
            .Takes(new LoginRequest("ada@example.com", Examples.Password))
            .Gives(200, "A new session.", Examples.Session)
            .Refuses(AccountRefusals.InvalidCredentials, AccountRefusals.TooManyAttempts),
        ["Refresh"] = new Operation(
            "Refresh the session", "Spends the refresh token for the next one. One that is spent twice ends its session: nobody can tell whether its owner or a thief was first. "
            + "With an `attemptId`, kept until the answer is there, the same call can be repeated and gives the same next token, until that is spent.")
            .Takes(new RefreshRequest(Examples.RefreshToken, "6b1f0c3e9a7d4f52"))
            .Gives(200, "The session goes on, with the user's present name in its access token.", Examples.Session)
            .Refuses(AccountRefusals.InvalidRefreshToken),
        ["LogOut"] = new Operation("Log out", "This session can't be refreshed any more. Its access token works until it expires.")
            .Gives(204, "Logged out."),
        ["ListSessions"] = new Operation("List where one is logged in", "In the order of logging in.")
            .Lists("Sessions that can still be refreshed.", new OpenSession(Examples.SessionId, Examples.Time, Examples.Time, Examples.Time.AddDays(30), Current: true)),
        ["EndSession"] = new Operation("End a session", "One of one's own. One that has ended already stays so.")
            .Gives(204, "It has ended."),
    });
}
