using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatFunctions.Live;

/// <summary>
/// Closes live connections by the service's REST API, which output bindings can't:
/// https://learn.microsoft.com/azure/azure-signalr/signalr-reference-data-plane-rest-api. Calls that fail are retried for some seconds.
/// </summary>
internal sealed class LiveConnections(IConfiguration configuration, TimeProvider clock)
{
    private readonly SignalRAddress? _service = SignalRAddress.Of(configuration);
    private HttpPipeline? _pipeline;

    /// <summary>Closes one connection, unless it is gone.</summary>
    /// <exception cref="RequestFailedException">The service refused or didn't answer.</exception>
    public Task CloseAsync(string connectionId, CancellationToken cancellationToken) =>
        CallAsync(RequestMethod.Delete, $"connections/{Uri.EscapeDataString(connectionId)}", cancellationToken);

    /// <summary>Closes all connections of a user.</summary>
    /// <inheritdoc cref="CloseAsync"/>
    public Task CloseAllAsync(string userId, CancellationToken cancellationToken) =>
        CallAsync(RequestMethod.Post, $"users/{Uri.EscapeDataString(userId)}/:closeConnections", cancellationToken);

    private async Task CallAsync(RequestMethod method, string path, CancellationToken cancellationToken)
    {
        var service = _service ?? throw new InvalidOperationException("The setting AzureSignalRConnectionString names no service.");
        _pipeline ??= Pipeline(service);
        using var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(new Uri(service.Server, $"/api/hubs/{Hub.Name}/{path}?api-version=2022-06-01"));
        await _pipeline.SendAsync(message, cancellationToken);
        if (message.Response is { IsError: true, Status: not 404 } refused)
        {
            throw new RequestFailedException(refused);
        }
    }

    private HttpPipeline Pipeline(SignalRAddress service)
    {
        HttpPipelinePolicy authentication = service.AccessKey is { } key
            ? new AccessKeyPolicy(service.Audience, key, clock)
            : new BearerTokenAuthenticationPolicy(
                new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = service.ClientId }), "https://signalr.azure.com/.default");
        return HttpPipelineBuilder.Build(new RestOptions(), authentication);
    }

    private sealed class RestOptions : ClientOptions
    {
        public RestOptions() => (Retry.MaxRetries, Retry.Delay, Retry.NetworkTimeout) = (5, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(3));
    }

    private sealed class AccessKeyPolicy(Uri audience, string key, TimeProvider clock) : HttpPipelineSynchronousPolicy
    {
        private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
        private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
        private readonly SigningCredentials _signing = new(new SymmetricSecurityKey(System.Text.Encoding.UTF8.GetBytes(key)), SecurityAlgorithms.HmacSha256);

        public override void OnSendingRequest(HttpMessage message)
        {
            var token = _handler.CreateToken(new SecurityTokenDescriptor
            {
                Audience = new Uri(audience, message.Request.Uri.Path).AbsoluteUri,
                Expires = (clock.GetUtcNow() + Lifetime).UtcDateTime,
                SigningCredentials = _signing,
            });
            message.Request.Headers.SetValue("Authorization", $"Bearer {token}");
        }
    }
}

/// <summary>
/// Closes all live connections of users whose sessions have ended. Clients of other sessions reconnect; <c>connected</c> refuses the ended ones.
/// The cleanup repeats what fails or is interrupted.
/// </summary>
internal sealed class EndedConnections(PresenceService presence, LiveConnections connections, EndedSessions ended, BackgroundWork background, TimeProvider clock) : ISessionEndHandler
{
    /// <summary>Longer than closing takes with all retries.</summary>
    private static readonly TimeSpan InterruptedAfter = TimeSpan.FromMinutes(1);

    public void Start(IReadOnlyList<EndedSession> sessions) => background.Start($"close:{sessions[0].SessionId}", () => CloseAsync(sessions));

    /// <summary>Closes connections of sessions whose end was interrupted.</summary>
    /// <returns>How many sessions.</returns>
    public async Task<int> ResumeAsync(CancellationToken cancellationToken)
    {
        var interrupted = await ended.PossiblyLiveAsync(clock.GetUtcNow() - InterruptedAfter, cancellationToken);
        await interrupted.GroupBy(session => session.UserId).ForEachParallelAsync((sessions, _) => CloseAsync([.. sessions]), cancellationToken);
        return interrupted.Count;
    }

    /// <param name="sessions">Sessions of one user.</param>
    private async Task CloseAsync(IReadOnlyList<EndedSession> sessions)
    {
        var userId = sessions[0].UserId;
        try
        {
            // Before closing the connections, because their <c>disconnected</c> events read the lease.
            await presence.EndedAsync(userId, [.. sessions.Select(session => session.SessionId)], CancellationToken.None);
        }
        finally
        {
            await connections.CloseAllAsync(userId, CancellationToken.None);
        }

        await ended.NoteClosedAsync(sessions, CancellationToken.None);
    }
}
