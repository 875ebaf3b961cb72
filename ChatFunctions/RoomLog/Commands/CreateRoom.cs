using ChatFunctions.Accounts;
using ChatFunctions.Rooms;

namespace ChatFunctions.RoomLog.Commands;

/// <summary>Makes a room with its first members, at once.</summary>
/// <param name="Actor">Becomes owner, except in a direct room, where the two are equals.</param>
/// <param name="RoomId">The id that it will have.</param>
/// <param name="Name">Its name; empty for a direct room.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Members">Who else is in it from the start.</param>
/// <param name="EventIds">Ids for the events: one for the room, one for each of the members.</param>
internal sealed record CreateRoom(Actor Actor, string RoomId, string Name, RoomKind Kind, IReadOnlyList<UserRef> Members, IReadOnlyList<string> EventIds)
    : RoomCommand(Actor)
{
    public override IEnumerable<string> Needs => [];

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Head is not null)
        {
            return RoomRefusals.Exists;
        }

        var creatorRole = Kind == RoomKind.Direct ? Role.Member : Role.Owner;
        var head = new RoomHead
        {
            RoomId = RoomId,
            Name = Name,
            Kind = Kind,
            CreatedBy = Actor.Id,
            CreatedAt = now,
            LastAt = now,
            MemberCount = Members.Count + 1,
            JoinCount = Members.Count + 1,
            OwnerCount = creatorRole == Role.Owner ? 1 : 0,
        };
        var created = EventCommand.Next(head, RoomChangeType.RoomCreated, now, Actor, EventIds[0]);
        created.Name = Name;
        List<RowChange> changes = [RowChange.Add(created), RowChange.Add(Membership(Actor.Id, Actor.Username, creatorRole, now))];
        List<RoomEvent> events = [created.ToEvent(message: null)];
        for (var i = 0; i < Members.Count; i++)
        {
            head = head with { Seq = head.Seq + 1 };
            var added = EventCommand.Next(head, RoomChangeType.MemberAdded, now, Actor, EventIds[i + 1]);
            (added.UserId, added.UserName, added.Role) = (Members[i].Id, Members[i].Username, Role.Member);
            changes.Add(RowChange.Add(added));
            changes.Add(RowChange.Add(Membership(Members[i].Id, Members[i].Username, Role.Member, now)));
            events.Add(added.ToEvent(message: null));
        }

        head = head with { Seq = head.Seq + 1 };
        return Decision.Change(head with { MembershipSeq = head.Seq }, changes, events);
    }

    private MemberRow Membership(string userId, string username, Role role, DateTimeOffset now) =>
        new() { PartitionKey = RoomId, RowKey = RoomKeys.Member(userId), Role = role, Username = username, JoinedAt = now, InReaders = true };
}
