using ChatFunctions.Http;
using ChatFunctions.RateLimits;
using ChatFunctions.Realtime;
using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Messages;

internal sealed class MessageFunctions(
    MessageService messages, IValidator<SendMessageRequest> one, IValidator<SendBatchRequest> several, IValidator<EditMessageRequest> edit)
{
    private const string OneMessage = "rooms/{roomId}/messages/{seq}";
    private const string OneReaction = OneMessage + "/reactions/{emoji}";

    [RateLimit(RateLimit.Sends)]
    [Function("SendMessage")]
    public Task<LiveResponse> Send(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rooms/{roomId}/messages")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.ReadAsync(one, cancellationToken)
            .Then(body => messages.SendAsync(request.Caller(), roomId, [body], cancellationToken))
            .ToLive(appended => Live.Of(roomId, appended, appended.Sent[0] is { Replayed: true } earlier
                ? JsonAnswer.Ok(earlier.Message)
                : JsonAnswer.Created($"/api/rooms/{roomId}/messages/{appended.Sent[0].Message.Seq}", appended.Sent[0].Message)));

    [RateLimit(RateLimit.Sends)]
    [Function("SendBatch")]
    public Task<LiveResponse> SendBatch(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rooms/{roomId}/messages/batch")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.ReadAsync(several, cancellationToken)
            .Then(body => messages.SendAsync(request.Caller(), roomId, body.Messages!, cancellationToken))
            .ToLive(appended => Live.Of(roomId, appended, JsonAnswer.Created(location: null, new SentBatch([.. appended.Sent.Select(sent => sent.Message)]))));

    [Function("GetMessage")]
    public Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = OneMessage)] HttpRequest request, string roomId, long seq, CancellationToken cancellationToken) =>
        messages.GetAsync(request.Caller(), roomId, seq, cancellationToken).ToResult(TypedResults.Ok);

    [Function("EditMessage")]
    public Task<LiveResponse> Edit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = OneMessage)] HttpRequest request, string roomId, long seq, CancellationToken cancellationToken) =>
        Task.FromResult(request.IfMatch())
            .Then(version => request.ReadAsync(edit, cancellationToken)
                .Then(body => messages.EditAsync(request.Caller(), roomId, seq, body.Text!, version)))
            .ToLive(appended => Live.OfChange(roomId, appended));

    [Function("DeleteMessage")]
    public Task<LiveResponse> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = OneMessage)] HttpRequest request, string roomId, long seq) =>
        Task.FromResult(request.IfMatch())
            .Then(version => messages.DeleteAsync(request.Caller(), roomId, seq, version))
            .ToLive(appended => Live.OfChange(roomId, appended));

    [Function("AddReaction")]
    public Task<LiveResponse> AddReaction(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = OneReaction)] HttpRequest request, string roomId, long seq, string emoji) =>
        messages.ReactAsync(request.Caller(), roomId, seq, emoji, on: true).ToLive(appended => Live.OfChange(roomId, appended));

    [Function("RemoveReaction")]
    public Task<LiveResponse> RemoveReaction(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = OneReaction)] HttpRequest request, string roomId, long seq, string emoji) =>
        messages.ReactAsync(request.Caller(), roomId, seq, emoji, on: false).ToLive(appended => Live.OfChange(roomId, appended));
}
