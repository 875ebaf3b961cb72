using System.Text;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.SignalR;

/// <summary>Reports events to an app as Azure SignalR Service does.</summary>
internal static class Upstream
{
    /// <summary>The signature of the connection "connectionId123" by the emulator's key, as Azure's documentation gives it.</summary>
    public const string GoldenSignature = "sha256=8f58e951ef866676949179dd4608e9b9f545f61e5b63f82a938b14145be5f7ee";

    public static async Task<HttpResponseMessage> PostAsync(FunctionApp app, HttpRequestMessage request, string query = "")
    {
        request.RequestUri = new Uri($"/runtime/webhooks/signalr{query}", UriKind.Relative);
        return await app.Client.SendAsync(request);
    }

    public static string Invocation(string target, string arguments, string? invocationId = null) =>
        $$"""{"type":1,"target":"{{target}}","arguments":{{arguments}}{{(invocationId is null ? "" : $",\"invocationId\":\"{invocationId}\"")}}}""";

    public static HttpRequestMessage Event(string category, string name, string body, Action<HttpRequestMessage>? prepare = null, string hub = "chat") =>
        Event(category, name, new StringContent(body, Encoding.UTF8, "application/json"), prepare, hub);

    public static HttpRequestMessage Event(string category, string name, HttpContent body, Action<HttpRequestMessage>? prepare = null, string hub = "chat")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, (Uri?)null) { Content = body };
        request.Headers.Add("X-ASRS-Connection-Id", "connectionId123");
        request.Headers.Add("X-ASRS-Hub", hub);
        request.Headers.Add("X-ASRS-Category", category);
        request.Headers.Add("X-ASRS-Event", name);
        request.Headers.Add("X-ASRS-Signature", GoldenSignature);
        prepare?.Invoke(request);
        return request;
    }
}
