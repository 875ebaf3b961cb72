using ChatFunctions.ApiDescription;

namespace ChatFunctions.Accounts;

/// <summary>What clients need to know of other users.</summary>
internal static class UserApi
{
    public static ApiSection Section { get; } = new("Users", "Other people.", new Dictionary<string, Operation>
    {
        ["SearchUsers"] = new Operation(
            "Find users",
            "Those whose name begins with `q`, and before them the one whose login is `q` as a whole, the only one shown with a login. A page may come out short while its cursor goes on.")
            .Asks(Query.Text("q", "The beginning of a name, in any case, or a whole login.", "bo", minLength: 1, maxLength: Limits.UsernameLength))
            .Lists("Users in the order of their names.", Examples.Bob),
        ["GetUser"] = new Operation("Get a user").Gives(200, "The user.", Examples.Bob).Refuses(AccountRefusals.UserNotFound),
    });
}
