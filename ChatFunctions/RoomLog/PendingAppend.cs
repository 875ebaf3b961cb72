using System.Diagnostics;
using ChatFunctions.Http;
using ChatFunctions.Messages;
using ChatFunctions.Storage;
using ChatFunctions.Telemetry;

namespace ChatFunctions.RoomLog;

/// <summary>A command waiting for its commit.</summary>
internal sealed class PendingAppend(RoomCommand command, long enqueuedAt)
{
    private readonly TaskCompletionSource<Outcome<Appended>> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RoomCommand Command => command;

    /// <summary>The clock's timestamp of when it began to wait.</summary>
    public long EnqueuedAt => enqueuedAt;

    /// <summary>What it is done for, where anybody traces.</summary>
    public Activity? Request { get; } = ChatTelemetry.Source.HasListeners() ? Activity.Current : null;

    /// <summary>What it decided last; decided anew whenever the room turns out to have moved.</summary>
    public Decision Decision { get; set; } = Decision.Unchanged;

    public Task<Outcome<Appended>> Task => _completion.Task;

    public void Complete(Outcome<Appended> outcome) => _completion.TrySetResult(outcome);

    /// <summary>Storage being away is a refusal like others; anything else is a bug.</summary>
    public void Fail(Exception exception)
    {
        if (Outage.Is(exception))
        {
            Complete(Refusal.Unavailable);
        }
        else
        {
            _completion.TrySetException(exception);
        }
    }
}

/// <summary>What became of a command.</summary>
/// <param name="Head">The room after it.</param>
/// <param name="Events">The events it made; none where nothing had to change.</param>
/// <param name="Sent">For sends: each of the command's messages, and whether it was there before.</param>
/// <param name="Broadcast">
/// The events that this command's invocation is to broadcast: those of the whole commit for one of its commands, none for the others.
/// </param>
/// <param name="Message">For changes to a message: the message after them.</param>
internal sealed record Appended(
    RoomHead? Head, IReadOnlyList<RoomEvent> Events, IReadOnlyList<SentMessage> Sent, IReadOnlyList<RoomEvent> Broadcast, Message? Message = null);

internal readonly record struct SentMessage(Message Message, bool Replayed);
