using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text;
using SignalR.Service.Clients;
using SignalR.Service.Tokens;

namespace SignalR.Service.Upstream;

/// <summary>
/// Builds the webhook request that tells of one event.
/// Source: https://learn.microsoft.com/azure/azure-signalr/concept-upstream#serverless-protocols
/// </summary>
internal static class UpstreamRequest
{
    public static HttpRequestMessage Create(Uri url, ClientConnection connection, UpstreamEvent raised, byte[] accessKey)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(raised.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        Add("X-ASRS-Connection-Id", connection.Id);
        Add("X-ASRS-Hub", connection.Hub);
        Add("X-ASRS-Category", raised.Category);
        Add("X-ASRS-Event", raised.Name);
        Add("X-ASRS-User-Id", connection.UserId);
        Add("X-ASRS-User-Claims", string.Join(", ", connection.Identity.Claims.Select(Describe)));
        Add("X-ASRS-Client-Query", connection.Identity.Query);
        Add("X-ASRS-Signature", UpstreamSignature.Of(connection.Id, accessKey));
        return request;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                request.Headers.TryAddWithoutValidation(name, OneLine(value));
        }
    }

    private static string Describe(Claim claim) => $"{claim.OriginalType()}: {claim.Value}";

    // Names and claims are the app's own text; a header can't hold line breaks and other control characters.
    private static string OneLine(string value) =>
        value.Any(char.IsControl) ? new StringBuilder().AppendJoin("", value.Select(c => char.IsControl(c) ? ' ' : c)).ToString() : value;
}
