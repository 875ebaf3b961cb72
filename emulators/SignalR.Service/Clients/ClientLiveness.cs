namespace SignalR.Service.Clients;

/// <summary>Pings a client that nothing is said to, and closes a connection whose client is silent or whose token has ended.</summary>
internal sealed class ClientLiveness(ClientConnection connection, DateTimeOffset? endsAt, ServiceOptions options, TimeProvider time)
{
    // Set while the client is being read from: a client isn't silent while the service is busy with what it said.
    private long? _waitingSince;
    private readonly Lock _gate = new();

    public void StartWaiting()
    {
        lock (_gate)
            _waitingSince = time.GetTimestamp();
    }

    public void StopWaiting()
    {
        lock (_gate)
            _waitingSince = null;
    }

    /// <summary>To be called about once a second.</summary>
    public void Check()
    {
        if (endsAt <= time.GetUtcNow())
            connection.Fail("The access token has expired.");
        else if (ClientSilence() > options.ClientTimeout)
            connection.Fail("The client has been silent for too long.");
        else if (connection.Silence >= options.KeepAliveInterval)
            connection.Send(HubFrame.Ping);
    }

    private TimeSpan ClientSilence()
    {
        lock (_gate)
            return _waitingSince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;
    }
}
