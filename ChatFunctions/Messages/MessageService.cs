using System.Text;
using ChatFunctions.Http;
using ChatFunctions.RateLimits;
using ChatFunctions.RoomLog;
using ChatFunctions.RoomLog.Commands;
using ChatFunctions.Rooms;
using FluentValidation;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Messages;

/// <summary>Sending, changing and reading single messages.</summary>
internal sealed class MessageService(RoomAppender appender, RoomAccess access, RoomStore store, SendLimits limits, Ids ids)
{
    public async Task<Outcome<Appended>> SendAsync(Caller caller, string roomId, IReadOnlyList<SendMessageRequest> messages, CancellationToken cancellationToken)
    {
        if (!Ids.IsPlausible(roomId))
        {
            return RoomRefusals.NotFound;
        }

        if (await limits.RefuseAsync(caller, roomId, messages.Count, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var drafts = messages.Select(message => new Draft(ids.NewId(), message.Text!.Trim(), message.ClientMessageId, message.ReplyTo));
        var appended = await appender.AppendAsync(roomId, new SendMessages(Actor.Of(caller), [.. drafts]));
        if (appended.Refusal is null)
        {
            limits.Count(roomId, appended.Value.Sent.Count(sent => !sent.Replayed));
        }

        return appended;
    }

    public Task<Outcome<Appended>> EditAsync(Caller caller, string roomId, long seq, string text, int? ifVersion) =>
        AppendAsync(roomId, () => new EditMessage(Actor.Of(caller), ids.NewId(), seq, text.Trim(), ifVersion));

    public Task<Outcome<Appended>> DeleteAsync(Caller caller, string roomId, long seq, int? ifVersion) =>
        AppendAsync(roomId, () => new DeleteMessage(Actor.Of(caller), ids.NewId(), seq, ifVersion));

    public Task<Outcome<Appended>> ReactAsync(Caller caller, string roomId, long seq, string emoji, bool on) => !IsEmoji(emoji)
        ? Task.FromResult<Outcome<Appended>>(Refusal.Invalid("emoji", $"Use one emoji of at most {Limits.EmojiBytes} bytes."))
        : AppendAsync(roomId, () => new SetReaction(Actor.Of(caller), ids.NewId(), seq, emoji, on));

    public async Task<Outcome<Message>> GetAsync(Caller caller, string roomId, long seq, CancellationToken cancellationToken)
    {
        if (!Ids.IsPlausible(roomId))
        {
            return RoomRefusals.NotFound;
        }

        var markers = access.ReadMarkersAsync(roomId, caller.UserId, cancellationToken);
        var found = store.FindAsync<MessageRow>(roomId, RoomKeys.Message(seq), cancellationToken);
        await Task.WhenAll(markers, found);
        return (await markers, await found) switch
        {
            ({ Refusal: { } refusal }, _) => refusal,
            (var known, { } row) => known.Value.Mark(row.ToMessage()),
            _ => MessageRefusals.NotFound,
        };
    }

    private static Task<Outcome<Appended>> NoSuchRoom => Task.FromResult<Outcome<Appended>>(RoomRefusals.NotFound);

    private Task<Outcome<Appended>> AppendAsync(string roomId, Func<RoomCommand> command) =>
        Ids.IsPlausible(roomId) ? appender.AppendAsync(roomId, command()) : NoSuchRoom;

    /// <summary>What an emoji is, Unicode extends every year; so anything short that shows as one piece will do.</summary>
    private static bool IsEmoji(string text) =>
        text.Length > 0 && Encoding.UTF8.GetByteCount(text) <= Limits.EmojiBytes && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
}

/// <summary>The answer of <c>POST /rooms/{roomId}/messages/batch</c>: each message, in the order sent.</summary>
public sealed record SentBatch(IReadOnlyList<Message> Items);

internal static class MessageServices
{
    public static IServiceCollection AddMessages(this IServiceCollection services) => services
        .AddSingleton<MessageService>()
        .AddSingleton<History>()
        .AddSingleton<ReadMarkerStore>()
        .AddSingleton<ReadMarkerService>()
        .AddSingleton<TypingThrottle>()
        .AddSingleton<TypingService>()
        .AddSingleton<IValidator<MarkReadRequest>, MarkReadValidator>()
        .AddSingleton<IValidator<SendMessageRequest>, SendMessageValidator>()
        .AddSingleton<IValidator<SendBatchRequest>, SendBatchValidator>()
        .AddSingleton<IValidator<EditMessageRequest>, EditMessageValidator>();
}
