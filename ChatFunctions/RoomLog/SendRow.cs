using ChatFunctions.Storage;

namespace ChatFunctions.RoomLog;

/// <summary>Says that a clientMessageId was used, by whom, for which message: inserted with it, kept as long as the room.</summary>
internal sealed class SendRow : Row
{
    public long Seq { get; set; }

    /// <summary>A fingerprint of what was sent, to tell a repetition from a mistake; empty once the message is deleted.</summary>
    public string Hash { get; set; } = "";
}
