using System.Net;
using System.Net.Http.Headers;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>Makes calls of the service's REST API.</summary>
internal sealed class SignalRSender(SignalRHttp http)
{
    private const string ApiVersion = "2022-06-01";
    private const string ErrorCode = "x-ms-error-code";
    private const string ConnectionGone = "Error.Connection.NotExisted";

    /// <summary>Sends an output's items, each after the one before has been taken.</summary>
    /// <exception cref="HttpRequestException">The service refused one or didn't answer; the rest isn't sent.</exception>
    public async Task SendAsync(PreparedOutput output, CancellationToken cancellationToken)
    {
        var items = new SignalROutputReader(output.Items);
        while (items.TryRead(out var call))
        {
            if (call is not null)
                await SendAsync(output, call, cancellationToken);
        }
    }

    private async Task SendAsync(PreparedOutput output, SignalRCall call, CancellationToken cancellationToken)
    {
        var hub = Uri.EscapeDataString(HubName.Normalize(output.Hub));
        var (url, audience) = output.Connection.Address.Rest($"api/hubs/{hub}/{call.Path}?api-version={ApiVersion}");
        var token = await output.Connection.GetRestTokenAsync(audience, cancellationToken);
        using var request = new HttpRequestMessage(call.Method, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (call.Body is not null)
        {
            request.Content = new ByteArrayContent(call.Body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        }

        using var response = await http.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode)
            return;

        var code = response.Headers.TryGetValues(ErrorCode, out var codes) ? codes.First() : null;
        if (call.ConnectionMayBeGone && response.StatusCode == HttpStatusCode.NotFound && code == ConnectionGone)
            return;

        throw new HttpRequestException(
            $"Azure SignalR Service answered {(int)response.StatusCode} {code} to a {call.Method}.", null, response.StatusCode);
    }
}
