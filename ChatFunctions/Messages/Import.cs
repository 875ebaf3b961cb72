using System.Globalization;
using ChatFunctions.Accounts;
using ChatFunctions.Rooms;
using ChatFunctions.Rooms.Commands;

namespace ChatFunctions.Messages;

/// <summary>Imports messages from another system.</summary>
internal sealed class ImportFunctions(MessageImport import)
{
    /// <summary>Stores messages with their original senders and times, in one commit and without a broadcast.</summary>
    [RequireServer]
    [Function("ImportMessages")]
    public Task<IResult> Import(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rooms/{roomId}/import")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.ReadAsync<ImportRequest, ImportValidator>(cancellationToken)
            .Then(body => import.ImportAsync(roomId, body.Messages!, cancellationToken))
            .ToResult(appended => TypedResults.Ok(new SentBatch([.. appended.Sent.Select(sent => sent.Message)])));
}

internal sealed class MessageImport(MembershipWriter membershipWriter, UserStore users, Ids ids)
{
    public async Task<Outcome<Appended>> ImportAsync(string roomId, IReadOnlyList<ImportedMessage> messages, CancellationToken cancellationToken)
    {
        var senderIds = messages.Select(message => message.SenderId!).Distinct().ToArray();
        var senders = (await senderIds.SelectParallelAsync(users.ProfileAsync, cancellationToken)).OfType<ProfileRow>().ToDictionary(profile => profile.UserId, profile => profile.ToRef());
        var unknown = messages.Select((message, index) => (message, index)).FirstOrDefault(one => !senders.ContainsKey(one.message.SenderId!));
        if (unknown.message is not null)
        {
            return Refusal.Invalid(string.Create(CultureInfo.InvariantCulture, $"messages[{unknown.index}].senderId"), Refusal.UserNotFound.Detail);
        }

        var drafts = messages.Select(message => new Draft(ids.NewId(), VisibleText.Trim(message.Text!), message.ClientMessageId, message.ReplyTo)
        {
            Imported = new ImportedFrom(senders[message.SenderId!], message.CreatedAt!.Value),
        });
        return await membershipWriter.WriteForAsync(roomId, senderIds, new SendMessages(Actor.System, [.. drafts]), cancellationToken);
    }
}

/// <summary>Body of <c>POST /rooms/{roomId}/import</c>: 1 to <see cref="Limits.ImportMessages"/> messages in the order of their times, stored atomically.</summary>
public sealed record ImportRequest(IReadOnlyList<ImportedMessage>? Messages);

/// <summary>A message to import.</summary>
/// <param name="SenderId">The user who sent it; doesn't have to be a member.</param>
/// <param name="Text">1 to <see cref="Limits.TextBytes"/> UTF-8 bytes after trimming.</param>
/// <param name="CreatedAt">When it was sent: not before the room's last event and not in the future.</param>
/// <param name="ClientMessageId">Its id in the other system. Importing it again changes nothing.</param>
/// <param name="ReplyTo">The seq of the message that it replies to.</param>
public sealed record ImportedMessage(string? SenderId, string? Text, DateTimeOffset? CreatedAt, string? ClientMessageId, long? ReplyTo);

internal sealed class ImportValidator : AbstractValidator<ImportRequest>
{
    public ImportValidator()
    {
        RuleFor(batch => batch.Messages).SetValidator(new CountValidator<ImportRequest, ImportedMessage>(Limits.ImportMessages, "messages"));
        RuleForEach(batch => batch.Messages).NotNull().SetValidator(new ImportedMessageValidator());
    }
}

internal sealed class ImportedMessageValidator : AbstractValidator<ImportedMessage>
{
    public ImportedMessageValidator()
    {
        RuleFor(message => message.SenderId).NotEmpty();
        RuleFor(message => message.Text).MessageText();
        RuleFor(message => message.CreatedAt).NotNull();
        RuleFor(message => message.ClientMessageId).NotEmpty().ClientMessageId();
        RuleFor(message => message.ReplyTo).GreaterThan(0);
    }
}
