namespace ChatFunctions.Rooms.Commands;

/// <summary>Joins a public room. For a member nothing changes.</summary>
internal sealed record JoinRoom(Actor Actor, string EventId) : EventCommand(Actor, EventId)
{
    public override IEnumerable<string> Needs => [RoomKeys.Member(Actor.Id)];

    public override Decision Decide(RoomState state, DateTimeOffset now) => state switch
    {
        { Head: null or { IsDeleted: true } } => Refusal.RoomNotFound,
        _ when state.Member(Actor.Id) is not null => Decision.Unchanged,
        { Head.Kind: RoomKind.Public } => Membership.Add(this, state.Head, new UserRef(Actor.Id, Actor.Username), Role.Member, now),
        _ => Refusal.RoomNotFound,
    };
}

/// <summary>Adds a member, or changes a member's role.</summary>
/// <param name="Actor">The user who does it.</param>
/// <param name="EventId">The id that the event will have.</param>
/// <param name="User">Whom it concerns.</param>
/// <param name="Role">The role; null: <c>member</c> for a new member, unchanged for a present one.</param>
internal sealed record PutMember(Actor Actor, string EventId, UserRef User, Role? Role) : EventCommand(Actor, EventId)
{
    public override IEnumerable<string> Needs => [RoomKeys.Member(Actor.Id), RoomKeys.Member(User.Id)];

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Refuse(Actor.Id, RoomAction.ManageMembers) is { } refusal)
        {
            return refusal;
        }

        var present = state.Member(User.Id);
        var role = Role ?? present?.Role ?? Log.Role.Member;
        if (present?.Role == role)
        {
            return Decision.Unchanged;
        }

        if (role == Log.Role.Owner || present?.Role == Log.Role.Owner)
        {
            if (state.Refuse(Actor.Id, RoomAction.MakeOwners) is { } forbidden)
            {
                return forbidden;
            }
        }

        return present is null ? Membership.Add(this, state.Head!, User, role, now) : ChangeRole(state.Head!, present, role, now);
    }

    private Decision ChangeRole(RoomHead head, MemberRow present, Role role, DateTimeOffset now)
    {
        var owners = head.OwnerCount + Membership.Owners(role) - Membership.Owners(present.Role);
        if (owners == 0)
        {
            return RoomRefusals.LastOwner;
        }

        var row = Next(head, RoomChangeType.MemberRoleChanged, now);
        (row.UserId, row.UserName, row.Role) = (User.Id, User.Username, role);
        return Append(head with { OwnerCount = owners, MembershipSeq = row.Seq }, row, message: null, RowWrite.Merge(present.Changed(role, User.Username)));
    }
}

/// <summary>Removes a member, or leaves. Removing a user who isn't a member changes nothing.</summary>
internal sealed record RemoveMember(Actor Actor, string EventId, string UserId) : EventCommand(Actor, EventId)
{
    public override IEnumerable<string> Needs => [RoomKeys.Member(Actor.Id), RoomKeys.Member(UserId)];

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        var leaving = UserId == Actor.Id;
        if (state.Refuse(Actor.Id, leaving ? RoomAction.Read : RoomAction.ManageMembers) is { } refusal)
        {
            return refusal;
        }

        var head = state.Head!;
        if (head.Kind == RoomKind.Direct)
        {
            return RoomRefusals.Forbidden;
        }

        if (state.Member(UserId) is not { } member)
        {
            return Decision.Unchanged;
        }

        if (member.Role == Role.Owner && !leaving && state.Refuse(Actor.Id, RoomAction.MakeOwners) is { } forbidden)
        {
            return forbidden;
        }

        var owners = head.OwnerCount - Membership.Owners(member.Role);
        if (owners == 0)
        {
            return RoomRefusals.LastOwner;
        }

        var row = Next(head, RoomChangeType.MemberRemoved, now);
        (row.UserId, row.UserName) = (UserId, member.Username);
        return Append(
            head with { MemberCount = head.MemberCount - 1, OwnerCount = owners, MembershipSeq = row.Seq },
            row,
            message: null,
            RowWrite.Delete(new MemberRow { PartitionKey = head.RoomId, RowKey = member.RowKey }));
    }
}

/// <summary>What the commands that add members share.</summary>
internal static class Membership
{
    public static int Owners(Role role) => role == Role.Owner ? 1 : 0;

    public static Decision Add(EventCommand command, RoomHead head, UserRef user, Role role, DateTimeOffset now)
    {
        if (head.MemberCount >= Limits.MembersPerRoom)
        {
            return RoomRefusals.RoomFull;
        }

        var row = EventCommand.Next(head, RoomChangeType.MemberAdded, now, command.Actor, command.EventId);
        (row.UserId, row.UserName, row.Role) = (user.Id, user.Username, role);
        var member = new MemberRow
        {
            PartitionKey = head.RoomId,
            RowKey = RoomKeys.Member(user.Id),
            Role = role,
            Username = user.Username,
            JoinedAt = now,
            InReaders = head.JoinCount < MemberReadMarkers.Capacity ? true : null,

            // Messages from before a member joined aren't unread, and don't become unread for their senders.
            ReadSeq = row.Seq,
            ReadCount = head.MessageCount,
        };
        return Decision.Change(
            head with
            {
                Seq = row.Seq,
                LastAt = now,
                MemberCount = head.MemberCount + 1,
                JoinCount = head.JoinCount + 1,
                OwnerCount = head.OwnerCount + Owners(role),
                MembershipSeq = row.Seq,
            },
            [RowWrite.Add(row), RowWrite.Add(member)],
            [row.ToEvent(message: null)]);
    }
}
