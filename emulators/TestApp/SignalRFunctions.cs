using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace TestApp;

/// <summary>Functions with a SignalR binding each.</summary>
public sealed class SignalRFunctions
{
    public const string Hub = "Chat";

    [Function("Negotiate")]
    public IResult Negotiate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "negotiate/{userId}")] HttpRequest request,
        [SignalRConnectionInfoInput(HubName = Hub, UserId = "{userId}")] SignalRConnectionInfo info) => Results.Json(info);

    [Function("NegotiateWithClaims")]
    public IResult NegotiateWithClaims(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "negotiate-with-claims")] HttpRequest request,
        [SignalRConnectionInfoInput(HubName = "%HubSetting%", UserId = "{headers.x-user}-{query.device}", IdToken = "{headers.x-id-token}", ClaimTypeList = ["role", "aud"])]
        SignalRConnectionInfo info) => Results.Json(info);

    [Function("NegotiateByIdentity")]
    public IResult NegotiateByIdentity(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "negotiate-by-identity/{userId}")] HttpRequest request,
        [SignalRConnectionInfoInput(HubName = Hub, UserId = "{userId}", ConnectionStringSetting = "ByIdentity")] SignalRConnectionInfo info) => Results.Json(info);

    /// <summary>Returns the posted JSON as its outputs, with an answer of the given kind, once the address in the query has answered.</summary>
    [Function("Output")]
    public async Task<Outputs> OutputAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "output/{kind}")] HttpRequest request, string kind)
    {
        var outputs = (await request.ReadFromJsonAsync<Dictionary<string, JsonElement>>())!;
        if (request.Query["await"] is [{ } address])
        {
            using var client = new HttpClient();
            await client.GetStringAsync(new Uri(address));
        }

        return new()
        {
            Result = kind switch
            {
                "sized" => new SizedResult(),
                "chunked" => Results.Json(new { answer = "complete" }),
                _ => Results.NoContent(),
            },
            First = outputs.TryGetValue("first", out var first) ? first : null,
            Second = outputs.TryGetValue("second", out var second) ? second : null,
            ByIdentity = outputs.TryGetValue("byIdentity", out var byIdentity) ? byIdentity : null,
        };
    }

    [Function("OutputActions")]
    public ActionOutputs OutputActions([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "output-actions/{id}")] HttpRequest request, string id) => new()
    {
        Result = Results.NoContent(),
        Messages = [new("hello", [new { Text = "é", At = "2026-01-01T00:00:00Z" }, 1]) { GroupName = id }, new("hello", []) { UserId = id }],
        Groups = [new(SignalRGroupActionType.Add) { UserId = id, GroupName = "g" }, new(SignalRGroupActionType.RemoveAll) { UserId = id }],
    };

    [Function("Connected")]
    public void Connected([SignalRTrigger(Hub, "connections", "connected")] SignalRInvocationContext context)
    {
        if (context.UserId == "refused")
            throw new InvalidOperationException("refused");
    }

    [Function("Disconnected")]
    [SignalROutput(HubName = Hub)]
    public SignalRMessageAction Disconnected([SignalRTrigger(Hub, "connections", "disconnected")] SignalRInvocationContext context) =>
        new("left", [context]) { GroupName = context.ConnectionId };

    [Function("Say")]
    public string Say([SignalRTrigger(Hub, "messages", "say", "text", "count")] SignalRInvocationContext context, string text, int count) =>
        text == "throw" ? throw new InvalidOperationException("thrown by the app") : $"{context.UserId}: {text} {count}";

    [Function("Tick")]
    [SignalROutput(HubName = Hub)]
    public SignalRMessageAction Tick([TimerTrigger("%TickSchedule%", RunOnStartup = true)] TimerInfo timer) =>
        new("tick", [timer.ScheduleStatus!.Next]) { GroupName = "timers" };

    public sealed class Outputs
    {
        [HttpResult]
        public required IResult Result { get; init; }

        [SignalROutput(HubName = Hub)]
        public object? First { get; init; }

        [SignalROutput(HubName = Hub)]
        public object? Second { get; init; }

        [SignalROutput(HubName = Hub, ConnectionStringSetting = "ByIdentity")]
        public object? ByIdentity { get; init; }
    }

    public sealed class ActionOutputs
    {
        [HttpResult]
        public required IResult Result { get; init; }

        [SignalROutput(HubName = Hub)]
        public SignalRMessageAction[]? Messages { get; init; }

        [SignalROutput(HubName = Hub)]
        public SignalRGroupAction[]? Groups { get; init; }
    }

    private sealed class SizedResult : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var body = "{\"answer\":\"complete\"}"u8.ToArray();
            httpContext.Response.ContentType = "application/json";
            httpContext.Response.ContentLength = body.Length;
            return httpContext.Response.Body.WriteAsync(body).AsTask();
        }
    }
}
