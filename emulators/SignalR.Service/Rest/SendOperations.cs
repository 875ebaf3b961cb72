using SignalR.Service.Clients;

namespace SignalR.Service.Rest;

/// <summary>Sending a message: accepted once it is queued for whoever is there, and never reported on again.</summary>
internal static class SendOperations
{
    private const string Json = "application/json";

    public static Task<RestReply> ToAll(RestRequest request) => SendAsync(request, () => request.NotExcluded(request.Hub.All));

    public static Task<RestReply> ToGroup(RestRequest request) => SendAsync(request, () => request.NotExcluded(request.Hub.OfGroup(request.Group)));

    public static Task<RestReply> ToUser(RestRequest request) => SendAsync(request, () => request.Hub.OfUser(request.User));

    public static Task<RestReply> ToConnection(RestRequest request) =>
        SendAsync(request, () => request.Hub.Find(request.Connection) is { } connection ? [connection] : []);

    // Recipients are looked up after the body has come, when the message is ready to go.
    private static async Task<RestReply> SendAsync(RestRequest request, Func<IEnumerable<ClientConnection>> recipients)
    {
        if (request.Http.ContentType is { } type && !type.StartsWith(Json, StringComparison.OrdinalIgnoreCase))
            return new RestReply(StatusCodes.Status415UnsupportedMediaType, "Error.Request.UnsupportedMediaType", $"The body must be {Json}.");

        var body = new MemoryStream((int)Math.Min(request.Http.ContentLength ?? 0, ServiceOptions.MaxBodyBytes));
        try
        {
            await request.Http.Body.CopyToAsync(body, request.Http.HttpContext.RequestAborted);
        }
        catch (BadHttpRequestException error)
        {
            return new RestReply(error.StatusCode, "Error.Request.Invalid", error.Message);
        }

        if (!MessageBody.TryParse(body.GetBuffer().AsMemory(0, (int)body.Length), out var frame, out var fault))
            return RestReply.BadRequest(fault);
        foreach (var connection in recipients())
            connection.Send(frame);
        return RestReply.Accepted;
    }
}
