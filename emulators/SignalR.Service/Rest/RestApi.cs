using SignalR.Service.Groups;
using SignalR.Service.Tokens;

namespace SignalR.Service.Rest;

/// <summary>
/// The data plane's REST API in both its families, <c>/api/hubs</c> (api-version 2022-06-01) and <c>/api/v1/hubs</c>.
/// As in Microsoft's emulator, each family also accepts the other's paths for sending and for group members.
/// Source: https://learn.microsoft.com/azure/azure-signalr/signalr-reference-data-plane-rest-api
/// </summary>
internal static class RestApi
{
    private static readonly string[] Read = [HttpMethods.Head, HttpMethods.Get];

    public static void MapRestApi(this WebApplication app)
    {
        app.MapMethods("/api/health", Read, () => Results.Ok());
        app.MapMethods("/api/v1/health", Read, () => Results.Ok());

        var authorization = ActivatorUtilities.CreateInstance<RestAuthorization>(app.Services);
        MapHub(app.MapGroup("/api/hubs/{hub}"), authorization, GroupOperations.Of2022);
        MapHub(app.MapGroup("/api/v1/hubs/{hub}"), authorization, GroupOperations.OfV1);
    }

    private static void MapHub(RouteGroupBuilder api, RestAuthorization authorization, GroupOperations groups)
    {
        Map("POST", SendOperations.ToAll, "", ":send");
        Map("POST", SendOperations.ToUser, "users/{user}", "users/{user}/:send");
        Map("POST", SendOperations.ToGroup, "groups/{group}", "groups/{group}/:send");
        Map("POST", SendOperations.ToConnection, "connections/{connection}", "connections/{connection}/:send");

        Map("POST", ConnectionOperations.CloseAll, ":closeConnections");
        Map("POST", ConnectionOperations.CloseUser, "users/{user}/:closeConnections");
        Map("POST", ConnectionOperations.CloseGroup, "groups/{group}/:closeConnections");
        Map("DELETE", ConnectionOperations.CloseOne, "connections/{connection}");

        foreach (var read in Read)
        {
            Map(read, ConnectionOperations.ConnectionExists, "connections/{connection}");
            Map(read, ConnectionOperations.UserExists, "users/{user}");
            Map(read, ConnectionOperations.GroupExists, "groups/{group}");
            Map(read, ConnectionOperations.UserIsInGroup, "users/{user}/groups/{group}", "groups/{group}/users/{user}");
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
                api.MapMethods(pattern, [method], authorization.Require(operation));
        }
    }
}

/// <summary>Calls an operation if the request's token, hub and group name are valid.</summary>
internal sealed class RestAuthorization(TokenValidator tokens, HubDirectories hubs)
{
    public RequestDelegate Require(Func<RestRequest, Task<RestReply>> operation) => async context =>
    {
        var validation = await tokens.ValidateAsync(BearerToken.FromHeader(context.Request), audience => Audience.IsRequestUrl(audience, context.Request));
        if (!validation.IsValid)
        {
            await ServiceError.WriteUnauthorizedAsync(context, validation.Error);
            return;
        }

        var reply = TryGetHub(context.Request, out var name)
            ? await CallAsync(new RestRequest(context, hubs.Of(name)), operation)
            : RestReply.BadRequest("The hub's or the application's name isn't valid.");
        await reply.WriteAsync(context);
    };

    private static async Task<RestReply> CallAsync(RestRequest request, Func<RestRequest, Task<RestReply>> operation) =>
        request.Fault is { } fault ? RestReply.BadRequest(fault) : await operation(request);

    // An application's hubs have its name as their prefix.
    private static bool TryGetHub(HttpRequest request, out string name)
    {
        name = "";
        if (!HubName.TryNormalize((string?)request.RouteValues["hub"], out var hub))
            return false;
        string? application = request.Query["application"];
        if (string.IsNullOrEmpty(application))
            name = hub;
        else if (HubName.TryNormalize(application, out var prefix))
            name = $"{prefix}_{hub}";
        return name.Length > 0;
    }
}
