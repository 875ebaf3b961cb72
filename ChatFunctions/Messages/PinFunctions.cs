using ChatFunctions.Live;
using ChatFunctions.Rooms.Commands;

namespace ChatFunctions.Messages;

/// <summary>Pinned messages. The room's head has their seqs.</summary>
internal sealed class PinFunctions(RoomAppender appender, RoomAccess access, RoomStore store, Ids ids)
{
    private const string All = "rooms/{roomId}/pins";
    private const string One = All + "/{seq}";

    [AllowServer]
    [Function("PinMessage")]
    public Task<LiveResponse> Pin(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = One)] HttpRequest request, string roomId, long seq) =>
        SetAsync(request.Caller(), roomId, seq, on: true);

    [AllowServer]
    [Function("RemovePin")]
    public Task<LiveResponse> Remove(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = One)] HttpRequest request, string roomId, long seq) =>
        SetAsync(request.Caller(), roomId, seq, on: false);

    [AllowServer]
    [Function("ListPins")]
    public Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = All)] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        access.CheckAsync(request.Caller().UserId, roomId, RoomAction.Read, cancellationToken)
            .Then(membership => membership.Head.PinnedSeqs().Reverse().ToArray().SelectParallelAsync(
                (seq, token) => store.FindAsync<MessageRow>(roomId, RoomKeys.Message(seq), token), cancellationToken))
            .ToResult(rows => TypedResults.Ok(new PinList([.. rows.OfType<MessageRow>().Select(row => row.ToMessage())])));

    private Task<LiveResponse> SetAsync(Caller caller, string roomId, long seq, bool on) =>
        appender.AppendAsync(roomId, new SetPin(Actor.Of(caller), ids.NewId(), seq, on)).ToLive(appended => LiveMessages.OfChange(roomId, appended));
}

/// <summary>The pinned messages of a room in their current state, without <see cref="Message.Read"/>. The one pinned last comes first.</summary>
public sealed record PinList(IReadOnlyList<Message> Items);
