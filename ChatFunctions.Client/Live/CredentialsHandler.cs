using ChatFunctions.Client.Http;

namespace ChatFunctions.Client.Live;

/// <summary>Adds the API key of a back end to negotiations with the server, but not to requests to the SignalR service.</summary>
internal sealed class CredentialsHandler(Uri api, string? apiKey, string? actAs, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (api.IsBaseOf(request.RequestUri!))
        {
            ApiRequest.AddHeader(request, "X-Api-Key", apiKey);
            ApiRequest.AddHeader(request, "X-Act-As", actAs);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
