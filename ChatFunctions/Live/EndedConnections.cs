namespace ChatFunctions.Live;

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
