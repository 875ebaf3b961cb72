using System.Globalization;
using System.Runtime.CompilerServices;
using ChatFunctions.Client.Http;

namespace ChatFunctions.Client;

public sealed partial class ChatClient
{
    private static readonly TimeSpan SendTimeLimit = TimeSpan.FromSeconds(10);

    /// <summary>Sends a message. Retries store it once.</summary>
    public Task<Message> SendMessageAsync(string roomId, string text, CancellationToken cancellationToken = default) =>
        SendMessageAsync(roomId, new NewMessage(text), cancellationToken);

    /// <summary>Sends a message. Retries store it once; so do repeated calls with the same <see cref="NewMessage.ClientMessageId"/>.</summary>
    public Task<Message> SendMessageAsync(string roomId, NewMessage message, CancellationToken cancellationToken = default)
    {
        var request = ApiRequest.Post(ApiPaths.Messages(roomId), WithId(message), ApiJson.Default.NewMessage) with
        {
            IsIdempotent = true,
            TimeLimit = SendTimeLimit,
        };
        return SendAsync(request, ApiJson.Default.Message, cancellationToken);
    }

    /// <summary>Sends several messages: either all are stored or none.</summary>
    public async Task<IReadOnlyList<Message>> SendBatchAsync(
        string roomId, IEnumerable<NewMessage> messages, CancellationToken cancellationToken = default)
    {
        var body = new SendBatchRequest([.. messages.Select(WithId)]);
        var request = ApiRequest.Post($"{ApiPaths.Messages(roomId)}/batch", body, ApiJson.Default.SendBatchRequest) with
        {
            IsIdempotent = true,
            TimeLimit = SendTimeLimit,
        };
        var sent = await SendAsync(request, ApiJson.Default.SentBatch, cancellationToken).ConfigureAwait(false);
        return [.. sent.Items.Select(item => ApiJson.Read(item, ApiJson.Default.Message))];
    }

    /// <summary>Stores messages of another system with their senders and times: either all are stored or none. Only for back ends.</summary>
    /// <param name="roomId">The room's id.</param>
    /// <param name="messages">Up to 49 messages, oldest first. Importing them again changes nothing.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<Message>> ImportMessagesAsync(
        string roomId, IEnumerable<ImportedMessage> messages, CancellationToken cancellationToken = default)
    {
        var body = new ImportRequest([.. messages]);
        var request = ApiRequest.Post($"{ApiPaths.Room(roomId)}/import", body, ApiJson.Default.ImportRequest) with { IsIdempotent = true };
        var stored = await SendAsync(request, ApiJson.Default.SentBatch, cancellationToken).ConfigureAwait(false);
        return [.. stored.Items.Select(item => ApiJson.Read(item, ApiJson.Default.Message))];
    }

    /// <summary>Reads the messages of a room, newest first unless the query says otherwise.</summary>
    public IAsyncEnumerable<Message> GetHistoryAsync(string roomId, HistoryQuery? query = null, CancellationToken cancellationToken = default) =>
        ListAsync(
            ApiPaths.Messages(roomId).With(
                ("limit", query?.PageSize), ("before", query?.Before), ("after", query?.After), ("around", query?.Around),
                ("since", query?.Since), ("sender", query?.Sender)),
            ApiJson.Default.Message,
            cancellationToken);

    /// <summary>Reads recent messages of all the user's rooms.</summary>
    /// <param name="from">Only messages of the user with this id.</param>
    /// <param name="since">Only messages since this time: ISO 8601, or a number of days such as <c>30d</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public IAsyncEnumerable<Message> GetInboxAsync(string? from = null, string? since = null, CancellationToken cancellationToken = default) =>
        ListAsync("inbox".With(("from", from), ("since", since)), ApiJson.Default.Message, cancellationToken);

    /// <summary>Reads messages that mention the current user in any room, newest first.</summary>
    public IAsyncEnumerable<Message> GetMentionsAsync(CancellationToken cancellationToken = default) =>
        ListAsync("mentions", ApiJson.Default.Message, cancellationToken);

    /// <summary>Finds messages of a room, newest first.</summary>
    public IAsyncEnumerable<MessageHit> FindMessagesAsync(string roomId, MessageSearch search, CancellationToken cancellationToken = default) =>
        FindAsync(roomId, search, before: null, cancellationToken);

    /// <summary>Finds messages of all the user's rooms, newest first in each room.</summary>
    public async IAsyncEnumerable<MessageHit> FindMessagesAsync(
        MessageSearch search, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var rooms = ListAsync("messages/search".With(search.Query), ApiJson.Default.SearchPage, cancellationToken);
        await foreach (var room in rooms.ConfigureAwait(false))
        {
            foreach (var hit in room.Items)
            {
                yield return ApiJson.Read(hit, ApiJson.Default.MessageHit);
            }

            if (room.Cursor is not null)
            {
                await foreach (var hit in FindAsync(room.RoomId, search, room.SearchedBackTo, cancellationToken).ConfigureAwait(false))
                {
                    yield return hit;
                }
            }
        }
    }

    /// <summary>Returns a message.</summary>
    public Task<Message> GetMessageAsync(string roomId, long seq, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Get(ApiPaths.Message(roomId, seq)), ApiJson.Default.Message, cancellationToken);

    /// <summary>Changes the text of a message of the current user.</summary>
    /// <param name="roomId">The room's id.</param>
    /// <param name="seq">The message's seq.</param>
    /// <param name="text">The new text.</param>
    /// <param name="version">Only if the message still has this <see cref="Message.Version"/>; null: in any case.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<Message> EditMessageAsync(string roomId, long seq, string text, int? version = null, CancellationToken cancellationToken = default)
    {
        var request = ApiRequest.Patch(ApiPaths.Message(roomId, seq), new EditRequest(text), ApiJson.Default.EditRequest) with { IfMatch = version };
        return SendAsync(request, ApiJson.Default.Message, cancellationToken);
    }

    /// <summary>Deletes a message. Its seq stays, its text is erased.</summary>
    /// <param name="roomId">The room's id.</param>
    /// <param name="seq">The message's seq.</param>
    /// <param name="version">Only if the message still has this <see cref="Message.Version"/>; null: in any case.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<Message> DeleteMessageAsync(string roomId, long seq, int? version = null, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Delete(ApiPaths.Message(roomId, seq)) with { IfMatch = version }, ApiJson.Default.Message, cancellationToken);

    /// <summary>Adds a reaction of the current user.</summary>
    public Task<Message> AddReactionAsync(string roomId, long seq, string emoji, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Put(ApiPaths.Reaction(roomId, seq, emoji)), ApiJson.Default.Message, cancellationToken);

    /// <summary>Removes a reaction.</summary>
    /// <param name="roomId">The room's id.</param>
    /// <param name="seq">The message's seq.</param>
    /// <param name="emoji">The emoji.</param>
    /// <param name="userId">Whose reaction, for admins; null: the current user's.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<Message> RemoveReactionAsync(
        string roomId, long seq, string emoji, string? userId = null, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Delete(ApiPaths.Reaction(roomId, seq, emoji).With(("userId", userId))), ApiJson.Default.Message, cancellationToken);

    /// <summary>Pins a message for all members.</summary>
    public Task<Message> PinMessageAsync(string roomId, long seq, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Put(ApiPaths.Pin(roomId, seq)), ApiJson.Default.Message, cancellationToken);

    /// <summary>Removes the pin of a message.</summary>
    public Task<Message> RemovePinAsync(string roomId, long seq, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Delete(ApiPaths.Pin(roomId, seq)), ApiJson.Default.Message, cancellationToken);

    /// <summary>Returns the pinned messages of a room, the one pinned last first.</summary>
    public async Task<IReadOnlyList<Message>> ListPinsAsync(string roomId, CancellationToken cancellationToken = default)
    {
        var pinned = await SendAsync(ApiRequest.Get(ApiPaths.Pins(roomId)), ApiJson.Default.SentBatch, cancellationToken).ConfigureAwait(false);
        return [.. pinned.Items.Select(item => ApiJson.Read(item, ApiJson.Default.Message))];
    }

    /// <summary>Reports a message of another user to the room's admins.</summary>
    /// <param name="roomId">The room's id.</param>
    /// <param name="seq">The message's seq.</param>
    /// <param name="reason">What is wrong with it, as one line.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<Message> ReportMessageAsync(string roomId, long seq, string reason, CancellationToken cancellationToken = default)
    {
        var request = ApiRequest.Post($"{ApiPaths.Message(roomId, seq)}/report", new ReportRequest(reason), ApiJson.Default.ReportRequest);
        return SendAsync(request, ApiJson.Default.Message, cancellationToken);
    }

    /// <summary>Lists the messages of a room that have open reports, newest first. For admins and back ends.</summary>
    public IAsyncEnumerable<ReportedMessage> ListReportsAsync(string roomId, CancellationToken cancellationToken = default) =>
        ListAsync($"{ApiPaths.Reports(roomId)}?limit={PageSize}", ApiJson.Default.ReportedMessage, cancellationToken);

    /// <summary>Dismisses the reports of a message.</summary>
    public Task DismissReportsAsync(string roomId, long seq, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Delete(string.Create(CultureInfo.InvariantCulture, $"{ApiPaths.Reports(roomId)}/{seq}")), cancellationToken);

    /// <summary>Moves the current user's read marker.</summary>
    /// <param name="roomId">The room's id.</param>
    /// <param name="seq">The seq of the last event that the user has read.</param>
    /// <param name="unread">Whether to mark everything after it as unread, which can also move the marker back.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<ReadMarker> MarkReadAsync(string roomId, long seq, bool unread = false, CancellationToken cancellationToken = default)
    {
        var body = new MarkReadRequest(seq, unread ? true : null);
        return SendAsync(
            ApiRequest.Put($"{ApiPaths.Room(roomId)}/read", body, ApiJson.Default.MarkReadRequest), ApiJson.Default.ReadMarker, cancellationToken);
    }

    private IAsyncEnumerable<MessageHit> FindAsync(string roomId, MessageSearch search, long? before, CancellationToken cancellationToken) =>
        ListAsync($"{ApiPaths.Messages(roomId)}/search".With([.. search.Query, ("before", before)]), ApiJson.Default.MessageHit, cancellationToken);

    private static NewMessage WithId(NewMessage message) =>
        message.ClientMessageId is null ? message with { ClientMessageId = Guid.NewGuid().ToString("N") } : message;
}
