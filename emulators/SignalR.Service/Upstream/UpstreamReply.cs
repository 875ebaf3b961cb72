using System.Net;

namespace SignalR.Service.Upstream;

internal enum UpstreamOutcome
{
    /// <summary>No template takes the event.</summary>
    NotConfigured,

    /// <summary>Nobody answered, not in time, or with too much.</summary>
    Unreachable,

    Answered,
}

/// <summary>What came of an event sent upstream; status and body only if it was answered.</summary>
internal readonly record struct UpstreamReply(UpstreamOutcome Outcome, HttpStatusCode Status = default, ReadOnlyMemory<byte> Body = default);
