using ChatFunctions.Http;
using ChatFunctions.Realtime;
using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Messages;

/// <summary>What a member tells a room by merely being at it: how far it has read, and that it is writing.</summary>
internal sealed class AttentionFunctions(ReadMarkerService markers, TypingService typing, IValidator<MarkReadRequest> reading)
{
    [Function("MarkRead")]
    public Task<LiveResponse> MarkRead(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "rooms/{roomId}/read")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.ReadAsync(reading, cancellationToken)
            .Then(body => markers.MoveAsync(request.Caller(), roomId, body.Seq!.Value, cancellationToken))
            .ToLive(marked => Live.ToRoom(roomId, Hub.Read, marked.Moved ? marked.Marker : null, JsonAnswer.Ok(marked.Marker)));

    [Function("NoteTyping")]
    public Task<LiveResponse> NoteTyping(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rooms/{roomId}/typing")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        typing.NoteAsync(request.Caller(), roomId, cancellationToken)
            .ToLive(noted => Live.ToRoom(roomId, Hub.Typing, noted.IsNews ? noted.Typing : null, JsonAnswer.Accepted(noted.Typing)));
}
