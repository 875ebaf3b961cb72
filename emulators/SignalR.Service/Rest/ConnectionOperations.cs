using SignalR.Service.Clients;

namespace SignalR.Service.Rest;

/// <summary>Closes connections, which leave their hub before the answer, and checks whether connections, users and groups exist.</summary>
internal static class ConnectionOperations
{
    public static Task<RestReply> CloseAll(RestRequest request) => Close(request, request.Hub.All);

    public static Task<RestReply> CloseGroup(RestRequest request) => Close(request, request.Hub.OfGroup(request.Group));

    public static Task<RestReply> CloseUser(RestRequest request) => Close(request, request.Hub.OfUser(request.User));

    public static Task<RestReply> CloseOne(RestRequest request)
    {
        if (request.Hub.Find(request.Connection) is { } connection)
            Close(request, [connection]);
        return Task.FromResult(RestReply.Ok);
    }

    public static Task<RestReply> ConnectionExists(RestRequest request) =>
        Exists(request.Hub.Find(request.Connection) is not null, "Warning.Connection.NotExisted", "There is no such connection.");

    public static Task<RestReply> UserExists(RestRequest request) =>
        Exists(request.Hub.HasUser(request.User), "Warning.User.NotExisted", "The user has no connection.");

    public static Task<RestReply> GroupExists(RestRequest request) =>
        Exists(request.Hub.HasGroup(request.Group), "Warning.Group.NotExisted", "No connection is in the group.");

    public static Task<RestReply> UserIsInGroup(RestRequest request) =>
        Exists(request.Hub.IsUserInGroup(request.User, request.Group), "Info.User.NotInGroup", "The user isn't in the group.");

    private static Task<RestReply> Close(RestRequest request, ClientConnection[] connections)
    {
        foreach (var connection in request.NotExcluded(connections))
        {
            request.Hub.Remove(connection);
            connection.Close(request.Reason);
        }
        return Task.FromResult(RestReply.NoContent);
    }

    private static Task<RestReply> Exists(bool exists, string errorCode, string message) =>
        Task.FromResult(exists ? RestReply.Ok : RestReply.NotFound(errorCode, message));
}
