using System.Runtime.CompilerServices;
using ChatFunctions.Notifications;
using ChatFunctions.RoomLog;
using ChatFunctions.Rooms;

namespace ChatFunctions.Accounts.Export;

/// <summary>Reads all that is stored about a user, a page at a time.</summary>
internal sealed class OwnData(RoomTraces traces, RoomRows rows, NotificationStore notifications)
{
    private const int PageSize = Limits.MaxPageSize;

    /// <summary>Ids of all rooms that the user has ever been in, as far as they are still there.</summary>
    public IAsyncEnumerable<string> RoomIdsAsync(string userId, CancellationToken cancellationToken) => PagesAsync<string>(
        last => traces.ReadAsync(userId, last, PageSize, cancellationToken), cancellationToken);

    /// <summary>What the user wrote in a room, newest first.</summary>
    public IAsyncEnumerable<MessageRow> MessagesAsync(string roomId, string userId, CancellationToken cancellationToken) => PagesAsync<MessageRow>(
        last => rows.MessagesAsync(roomId, 1, (last?.Seq ?? long.MaxValue) - 1, PageSize, userId, cancellationToken), cancellationToken);

    /// <summary>What else happened in a room by the user or to the user, newest first.</summary>
    public IAsyncEnumerable<ChangeRow> ChangesAsync(string roomId, string userId, CancellationToken cancellationToken) => PagesAsync<ChangeRow>(
        last => rows.NamingAsync(roomId, userId, (last?.Seq ?? long.MaxValue) - 1, PageSize, cancellationToken), cancellationToken);

    /// <summary>Invitations into a room that the user has made.</summary>
    public async Task<IReadOnlyList<InvitationRow>> InvitationsAsync(string roomId, string userId, CancellationToken cancellationToken) =>
        (await rows.InvitationsAsync(roomId, 2 * Limits.InvitationsPerRoom, cancellationToken)).FindAll(row => row.CreatedBy == userId);

    /// <summary>The user's notifications, newest first, those among them that are too old to be shown.</summary>
    public IAsyncEnumerable<NotificationRow> NotificationsAsync(string userId, CancellationToken cancellationToken) => PagesAsync<NotificationRow>(
        last => notifications.PageAsync(userId, last?.Id, DateTimeOffset.UnixEpoch, unread: false, PageSize, cancellationToken), cancellationToken);

    private static async IAsyncEnumerable<T> PagesAsync<T>(Func<T?, Task<List<T>>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        List<T> page;
        T? last = null;
        do
        {
            page = await read(last);
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var item in page)
            {
                yield return item;
                last = item;
            }
        }
        while (page.Count == PageSize);
    }
}
