using SignalR.Service.Groups;
using SignalR.Service.Tokens;

namespace SignalR.Service.Rest;

/// <summary>Lets a REST call through to its operation if its token, its hub and its group's name are good.</summary>
internal sealed class RestGate(TokenValidator tokens, HubDirectories hubs)
{
    public RequestDelegate Guard(Func<RestRequest, Task<RestReply>> operation) => async context =>
    {
        var check = await tokens.CheckAsync(BearerToken.FromHeader(context.Request), audience => Audience.IsRequestUrl(audience, context.Request));
        if (!check.IsAccepted)
        {
            await ServiceError.WriteUnauthorizedAsync(context, check.Refusal);
            return;
        }

        var reply = TryGetHub(context.Request, out var name)
            ? await CallAsync(new RestRequest(context, hubs.Of(name)), operation)
            : RestReply.BadRequest("The hub's or the application's name isn't valid.");
        await reply.WriteAsync(context);
    };

    private static async Task<RestReply> CallAsync(RestRequest request, Func<RestRequest, Task<RestReply>> operation) =>
        request.Fault is { } fault ? RestReply.BadRequest(fault) : await operation(request);

    // Hubs of an application are set apart from others' by its name.
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
