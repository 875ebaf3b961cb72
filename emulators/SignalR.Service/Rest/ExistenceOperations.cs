namespace SignalR.Service.Rest;

/// <summary>Whether somebody is there now: 200, or 404 with a code that says who isn't.</summary>
internal static class ExistenceOperations
{
    public static Task<RestReply> Connection(RestRequest request) =>
        Answer(request.Hub.Find(request.Connection) is not null, "Warning.Connection.NotExisted", "There is no such connection.");

    public static Task<RestReply> User(RestRequest request) =>
        Answer(request.Hub.HasUser(request.User), "Warning.User.NotExisted", "The user has no connection.");

    public static Task<RestReply> Group(RestRequest request) =>
        Answer(request.Hub.HasGroup(request.Group), "Warning.Group.NotExisted", "No connection is in the group.");

    public static Task<RestReply> UserInGroup(RestRequest request) =>
        Answer(request.Hub.IsUserInGroup(request.User, request.Group), "Info.User.NotInGroup", "The user isn't in the group.");

    private static Task<RestReply> Answer(bool exists, string errorCode, string message) =>
        Task.FromResult(exists ? RestReply.Ok : RestReply.NotFound(errorCode, message));
}
