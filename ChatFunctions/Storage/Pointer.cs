using Azure.Data.Tables;

namespace ChatFunctions.Storage;

/// <summary>
/// A row that leads to something whose truth is elsewhere, in another partition. It is written before what it leads to and removed
/// after it, so a pointer may lead to nothing, and nothing is ever without its pointer.
/// </summary>
internal abstract class Pointer : Row
{
    /// <summary>Longer than anything takes from writing a pointer to having committed what it leads to.</summary>
    private static readonly TimeSpan SettledAfter = TimeSpan.FromHours(1);

    /// <summary>When somebody last set out to make what it leads to.</summary>
    public DateTimeOffset? WrittenAt { get; set; }

    /// <summary>
    /// Removes a pointer that was found to lead to nothing. A young one stays, because what it leads to may be on its way; so does one
    /// that was written again since it was read. Whoever meets it later drops it.
    /// </summary>
    public Task DropAsync(TableClient table, DateTimeOffset now, CancellationToken cancellationToken) =>
        now - WrittenAt < SettledAfter ? Task.CompletedTask : table.TryDeleteAsync(this, cancellationToken);
}
