namespace SignalR.Service.Rest;

/// <summary>
/// The data plane's REST API in both its families, <c>/api/hubs</c> (api-version 2022-06-01) and <c>/api/v1/hubs</c>.
/// As in Microsoft's emulator, each family also takes the other's forms of sending and of naming a group's member.
/// Source: https://learn.microsoft.com/azure/azure-signalr/signalr-reference-data-plane-rest-api
/// </summary>
internal static class RestApi
{
    private static readonly string[] Read = [HttpMethods.Head, HttpMethods.Get];

    public static void MapRestApi(this WebApplication app)
    {
        app.MapMethods("/api/health", Read, () => Results.Ok());
        app.MapMethods("/api/v1/health", Read, () => Results.Ok());

        var gate = ActivatorUtilities.CreateInstance<RestGate>(app.Services);
        MapHub(app.MapGroup("/api/hubs/{hub}"), gate, GroupOperations.Of2022);
        MapHub(app.MapGroup("/api/v1/hubs/{hub}"), gate, GroupOperations.OfV1);
    }

    private static void MapHub(RouteGroupBuilder api, RestGate gate, GroupOperations groups)
    {
        Map("POST", SendOperations.ToAll, "", ":send");
        Map("POST", SendOperations.ToUser, "users/{user}", "users/{user}/:send");
        Map("POST", SendOperations.ToGroup, "groups/{group}", "groups/{group}/:send");
        Map("POST", SendOperations.ToConnection, "connections/{connection}", "connections/{connection}/:send");

        Map("POST", CloseOperations.All, ":closeConnections");
        Map("POST", CloseOperations.OfUser, "users/{user}/:closeConnections");
        Map("POST", CloseOperations.OfGroup, "groups/{group}/:closeConnections");
        Map("DELETE", CloseOperations.Connection, "connections/{connection}");

        foreach (var read in Read)
        {
            Map(read, ExistenceOperations.Connection, "connections/{connection}");
            Map(read, ExistenceOperations.User, "users/{user}");
            Map(read, ExistenceOperations.Group, "groups/{group}");
            Map(read, ExistenceOperations.UserInGroup, "users/{user}/groups/{group}", "groups/{group}/users/{user}");
        }

        Map("PUT", GroupOperations.AddConnection, "groups/{group}/connections/{connection}", "connections/{connection}/groups/{group}");
        Map("DELETE", GroupOperations.RemoveConnection, "groups/{group}/connections/{connection}", "connections/{connection}/groups/{group}");
        Map("DELETE", GroupOperations.RemoveConnectionFromAll, "connections/{connection}/groups");
        Map("PUT", groups.AddUser, "users/{user}/groups/{group}", "groups/{group}/users/{user}");
        Map("DELETE", groups.RemoveUser, "users/{user}/groups/{group}", "groups/{group}/users/{user}");
        Map("DELETE", groups.RemoveUserFromAll, "users/{user}/groups");

        void Map(string method, Func<RestRequest, Task<RestReply>> operation, params ReadOnlySpan<string> patterns)
        {
            foreach (var pattern in patterns)
                api.MapMethods(pattern, [method], gate.Guard(operation));
        }
    }
}
