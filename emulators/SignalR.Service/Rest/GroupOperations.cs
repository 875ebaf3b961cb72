namespace SignalR.Service.Rest;

/// <summary>Changes group memberships. The two path families answer some of these calls with different statuses.</summary>
internal sealed class GroupOperations(RestReply userAdded, RestReply userRemoved, RestReply userRemovedFromAll)
{
    public static GroupOperations Of2022 { get; } = new(RestReply.Ok, RestReply.NoContent, RestReply.NoContent);

    public static GroupOperations OfV1 { get; } = new(RestReply.Accepted, RestReply.Accepted, RestReply.Ok);

    public static Task<RestReply> AddConnection(RestRequest request) =>
        Task.FromResult(request.Hub.AddToGroup(request.Connection, request.Group) ? RestReply.Ok : NoConnection(request));

    public static Task<RestReply> RemoveConnection(RestRequest request) =>
        Task.FromResult(request.Hub.RemoveFromGroup(request.Connection, request.Group) ? RestReply.Ok : NoConnection(request));

    public static Task<RestReply> RemoveConnectionFromAll(RestRequest request)
    {
        request.Hub.RemoveFromAllGroups(request.Connection);
        return Task.FromResult(RestReply.Ok);
    }

    public Task<RestReply> AddUser(RestRequest request)
    {
        if (!request.TryGetTtl(out var ttl))
            return Task.FromResult(RestReply.BadRequest("The ttl must be a number of seconds, 0 or more."));
        request.Hub.AddUserToGroup(request.User, request.Group, ttl);
        return Task.FromResult(userAdded);
    }

    public Task<RestReply> RemoveUser(RestRequest request)
    {
        request.Hub.RemoveUserFromGroup(request.User, request.Group);
        return Task.FromResult(userRemoved);
    }

    public Task<RestReply> RemoveUserFromAll(RestRequest request)
    {
        request.Hub.RemoveUserFromAllGroups(request.User);
        return Task.FromResult(userRemovedFromAll);
    }

    private static RestReply NoConnection(RestRequest request) =>
        RestReply.NotFound("Error.Connection.NotExisted", $"There is no connection '{request.Connection}'.");
}
