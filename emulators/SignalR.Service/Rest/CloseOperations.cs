using SignalR.Service.Clients;

namespace SignalR.Service.Rest;

/// <summary>Closing connections. They are gone from their hub when the call is answered.</summary>
internal static class CloseOperations
{
    public static Task<RestReply> All(RestRequest request) => Close(request, request.Hub.All);

    public static Task<RestReply> OfGroup(RestRequest request) => Close(request, request.Hub.OfGroup(request.Group));

    public static Task<RestReply> OfUser(RestRequest request) => Close(request, request.Hub.OfUser(request.User));

    public static Task<RestReply> Connection(RestRequest request)
    {
        if (request.Hub.Find(request.Connection) is { } connection)
            Close(request, [connection]);
        return Task.FromResult(RestReply.Ok);
    }

    private static Task<RestReply> Close(RestRequest request, ClientConnection[] connections)
    {
        foreach (var connection in request.NotExcluded(connections))
        {
            request.Hub.Remove(connection);
            connection.Close(request.Reason);
        }
        return Task.FromResult(RestReply.NoContent);
    }
}
