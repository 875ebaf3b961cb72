namespace ChatFunctions.Rooms.Commands;

/// <summary>Joins a public room. Changes nothing if the user is already a member.</summary>
internal sealed record JoinRoom(Actor Actor, string EventId) : EventCommand(Actor, EventId)
{
    public override IEnumerable<string> Needs => Membership.Needs(Actor.Id);

    public override Decision Decide(RoomState state, DateTimeOffset now) => state switch
    {
        { Head: null or { IsDeleted: true } } => Refusal.RoomNotFound,
        _ when state.Member(Actor.Id) is not null => Decision.Unchanged,
        { Head.Kind: not RoomKind.Public } => Refusal.RoomNotFound,
        _ when state.Restriction(Actor.Id) is { IsBan: true } => RoomRefusals.Banned,
        _ => Membership.Add(this, state, new UserRef(Actor.Id, Actor.Username), role: null, now),
    };
}

/// <summary>Adds a member, or changes a member's role.</summary>
/// <param name="Role">The role; null: the room's default for a new member, unchanged for a current one.</param>
internal sealed record PutMember(Actor Actor, string EventId, UserRef User, Role? Role) : EventCommand(Actor, EventId)
{
    public override IEnumerable<string> Needs => [RoomKeys.Member(Actor.Id), .. Membership.Needs(User.Id)];

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Refuse(Actor.Id, RoomAction.ManageMembers) is { } refusal)
        {
            return refusal;
        }

        var present = state.Member(User.Id);
        var role = Role ?? present?.Role;
        if (present is not null && present.Role == role)
        {
            return Decision.Unchanged;
        }

        if ((role == Log.Role.Owner || present?.Role == Log.Role.Owner) && state.Refuse(Actor.Id, RoomAction.MakeOwners) is { } forbidden)
        {
            return forbidden;
        }

        return present is not null ? ChangeRole(state.Head!, present, role!.Value, now)
            : state.Restriction(User.Id) is { IsBan: true } ? RoomRefusals.UserBanned
            : Membership.Add(this, state, User, role, now);
    }

    private Decision ChangeRole(RoomHead head, MemberRow present, Role role, DateTimeOffset now)
    {
        var owners = head.OwnerCount + Membership.Owners(role) - Membership.Owners(present.Role);
        if (owners == 0 && head.OwnerCount > 0)
        {
            return RoomRefusals.LastOwner;
        }

        var row = Next(head, RoomChangeType.MemberRoleChanged, now);
        (row.UserId, row.UserName, row.Role) = (User.Id, User.Username, role);
        return Append(head with { OwnerCount = owners, MembershipSeq = row.Seq }, row, message: null, RowWrite.Merge(present.Changed(role, User.Username)));
    }
}

/// <summary>Removes a member, or leaves. A user who isn't a member can only be banned.</summary>
internal sealed record RemoveMember(Actor Actor, string EventId, string UserId, bool Ban = false) : EventCommand(Actor, EventId)
{
    public override IEnumerable<string> Needs => [RoomKeys.Member(Actor.Id), .. Membership.Needs(UserId)];

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        var leaving = UserId == Actor.Id && !Ban;
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
            return Ban ? BanStranger(head, state.Restriction(UserId), now) : Decision.Unchanged;
        }

        if (member.Role == Role.Owner && !leaving && state.Refuse(Actor.Id, RoomAction.MakeOwners) is { } forbidden)
        {
            return forbidden;
        }

        var owners = head.OwnerCount - Membership.Owners(member.Role);
        if (owners == 0 && head.OwnerCount > 0)
        {
            return RoomRefusals.LastOwner;
        }

        var row = Next(head, RoomChangeType.MemberRemoved, now);
        (row.UserId, row.UserName, row.Banned) = (UserId, member.Username, Ban ? true : null);

        // If new members are readers by default, there is no role to keep.
        var wasReader = member.Role == Role.Reader && head.DefaultRole != DefaultRole.Reader;
        return Append(
            head with { MemberCount = head.MemberCount - 1, OwnerCount = owners, MembershipSeq = row.Seq },
            row,
            message: null,
            [RowWrite.Delete(new MemberRow { PartitionKey = head.RoomId, RowKey = member.RowKey }), .. Restrict(head, state.Restriction(UserId), wasReader, now)]);
    }

    /// <summary>
    /// Replaces what the room kept from before the user was a member. An instance of an earlier version, which doesn't know restrictions, leaves the
    /// row when it adds a member.
    /// </summary>
    private RowWrite[] Restrict(RoomHead head, RestrictionRow? present, bool wasReader, DateTimeOffset now)
    {
        var isBanned = Ban || present is { IsBan: true };
        return (present, isBanned || wasReader) switch
        {
            (null, false) => [],
            (null, true) => [RowWrite.Add(Restriction(head, wasReader ? true : null, now))],
            (_, false) => [RowWrite.Delete(present)],
            _ when Ban => [RowWrite.Replace(Restriction(head, wasReader ? true : null, now))],
            _ => [RowWrite.Replace(present with { WasReader = wasReader ? true : null })],
        };
    }

    private Decision BanStranger(RoomHead head, RestrictionRow? present, DateTimeOffset now) => present switch
    {
        { IsBan: true } => Decision.Unchanged,
        null => Decision.Change(head, [RowWrite.Add(Restriction(head, wasReader: null, now))], events: []),
        _ => Decision.Change(head, [RowWrite.Replace(Restriction(head, present.WasReader, now))], events: []),
    };

    private RestrictionRow Restriction(RoomHead head, bool? wasReader, DateTimeOffset now) => new()
    {
        PartitionKey = head.RoomId,
        RowKey = RoomKeys.Restriction(UserId),
        BannedAt = Ban ? now : null,
        BannedBy = Ban ? Actor.Id : null,
        WasReader = wasReader,
    };
}

/// <summary>Lifts a ban, if there is one.</summary>
internal sealed record UnbanUser(Actor Actor, string UserId) : RoomCommand(Actor)
{
    public override IEnumerable<string> Needs => [RoomKeys.Member(Actor.Id), RoomKeys.Restriction(UserId)];

    public override Decision Decide(RoomState state, DateTimeOffset now) =>
        state.Refuse(Actor.Id, RoomAction.ManageMembers) is { } refusal ? refusal
        : state.Restriction(UserId) is not { IsBan: true } ban ? Decision.Unchanged
        : Decision.Change(state.Head!, [ban.WasReader is true ? RowWrite.Replace(ban with { BannedAt = null, BannedBy = null }) : RowWrite.Delete(ban)], events: []);
}

/// <summary>Records in a direct room's head whether one of its two users has blocked the other.</summary>
internal sealed record SetBlocker(Actor Actor, bool IsBlocking) : RoomCommand(Actor)
{
    public override IEnumerable<string> Needs => [RoomKeys.Member(Actor.Id)];

    public override Decision Decide(RoomState state, DateTimeOffset now) =>
        state.Refuse(Actor.Id, RoomAction.Read) is { } refusal ? refusal
        : state.Head!.IsBlockedBy(Actor.Id) == IsBlocking ? Decision.Unchanged
        : Decision.Change(state.Head.WithBlocker(Actor.Id, IsBlocking), changes: [], events: []);
}

/// <summary>Adds members, for several commands.</summary>
internal static class Membership
{
    public static int Owners(Role role) => role == Role.Owner ? 1 : 0;

    /// <summary>The keys that a command needs of a user who may become a member.</summary>
    public static IEnumerable<string> Needs(string userId) => [RoomKeys.Member(userId), RoomKeys.Restriction(userId)];

    /// <param name="role">Null: reader for a user who left as a reader, otherwise the room's default.</param>
    public static Decision Add(EventCommand command, RoomState state, UserRef user, Role? role, DateTimeOffset now)
    {
        var (head, restriction) = (state.Head!, state.Restriction(user.Id));
        var given = role ?? (restriction is not null ? Role.Reader : head.DefaultRole.ToRole());
        if (head.MemberCount >= Limits.MembersPerRoom)
        {
            return RoomRefusals.RoomFull;
        }

        var row = EventCommand.Next(head, RoomChangeType.MemberAdded, now, command.Actor, command.EventId);
        (row.UserId, row.UserName, row.Role) = (user.Id, user.Username, given);
        var member = new MemberRow
        {
            PartitionKey = head.RoomId,
            RowKey = RoomKeys.Member(user.Id),
            Role = given,
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
                OwnerCount = head.OwnerCount + Owners(given),
                MembershipSeq = row.Seq,
            },
            restriction is null ? [RowWrite.Add(row), RowWrite.Add(member)] : [RowWrite.Add(row), RowWrite.Add(member), RowWrite.Delete(restriction)],
            [row.ToEvent(message: null)]);
    }
}
