using ChatFunctions.Messages;
using ChatFunctions.Rooms;

namespace ChatFunctions.RoomLog.Commands;

/// <summary>Adds or takes back one user's reaction with one emoji. Doing it twice changes nothing.</summary>
internal sealed record SetReaction(Actor Actor, string EventId, long Seq, string Emoji, bool On) : MessageChange(Actor, EventId, Seq)
{
    protected override RoomAction Action => RoomAction.React;

    protected override Decision Decide(RoomHead head, Role role, MessageRow message, DateTimeOffset now)
    {
        var reactions = message.ReadReactions().ToList();
        var index = reactions.FindIndex(reaction => reaction.Emoji == Emoji);
        var users = index < 0 ? [] : reactions[index].UserIds;
        if (users.Contains(Actor.Id) == On)
        {
            return Decision.Unchanged;
        }

        if (message.Deleted ?? false)
        {
            return MessageRefusals.Deleted;
        }

        if (On && ((index < 0 && reactions.Count == Limits.EmojisPerMessage) || reactions.Sum(reaction => reaction.UserIds.Count) == Limits.ReactionsPerMessage))
        {
            return MessageRefusals.TooManyReactions;
        }

        Put(reactions, index, On ? [.. users, Actor.Id] : [.. users.Where(user => user != Actor.Id)]);
        var changed = message.Copy();
        changed.Reactions = MessageRow.WriteReactions(reactions);
        return Append(head, changed, On ? RoomChangeType.ReactionAdded : RoomChangeType.ReactionRemoved, now, Emoji);
    }

    private void Put(List<Reaction> reactions, int index, string[] users)
    {
        if (index < 0)
        {
            reactions.Add(new Reaction(Emoji, users));
        }
        else if (users.Length == 0)
        {
            reactions.RemoveAt(index);
        }
        else
        {
            reactions[index] = new Reaction(Emoji, users);
        }
    }
}
