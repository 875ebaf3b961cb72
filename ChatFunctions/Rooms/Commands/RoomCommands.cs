namespace ChatFunctions.Rooms.Commands;

/// <summary>A command with at most one event, which isn't a message.</summary>
internal abstract record EventCommand(Actor Actor, string EventId) : RoomCommand(Actor)
{
    /// <summary>The event's row at the next seq, without its details.</summary>
    protected ChangeRow Next(RoomHead head, RoomChangeType change, DateTimeOffset now) => Next(head, change, now, Actor, EventId);

    internal static ChangeRow Next(RoomHead head, RoomChangeType change, DateTimeOffset now, Actor actor, string eventId) => new()
    {
        PartitionKey = head.RoomId,
        RowKey = RoomKeys.Change(head.Seq + 1),
        Id = eventId,
        Change = change,
        ActorId = actor.Id,
        ActorName = actor.Username,
        At = now,
    };

    /// <summary>The decision that appends this event together with other changes.</summary>
    /// <param name="head">The changed head, except for seq and time.</param>
    protected static Decision Append(RoomHead head, ChangeRow row, Message? message, params ReadOnlySpan<RowWrite> changes) => Decision.Change(
        head with { Seq = row.Seq, LastAt = row.At },
        [RowWrite.Add(row), .. changes],
        [row.ToEvent(message)]);
}

/// <summary>Creates a room with its first members in one commit.</summary>
/// <param name="Actor">The creator, who becomes owner, except in a direct room. A back end becomes no member.</param>
/// <param name="Name">Its name; empty for a direct room.</param>
/// <param name="EventIds">The ids of the events: one for the room and one for each member.</param>
/// <param name="DefaultRole">The role of the other members, now and later.</param>
/// <param name="CreatedAt">When an imported room was created; null: now.</param>
internal sealed record CreateRoom(
    Actor Actor,
    string RoomId,
    string Name,
    RoomKind Kind,
    IReadOnlyList<UserRef> Members,
    IReadOnlyList<string> EventIds,
    DefaultRole DefaultRole = DefaultRole.Member,
    DateTimeOffset? CreatedAt = null)
    : RoomCommand(Actor)
{
    public override IEnumerable<string> Needs => [];

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Head is not null)
        {
            return RoomRefusals.Exists;
        }

        if (CreatedAt > now)
        {
            return Refusal.Invalid("createdAt", "Use a time that isn't in the future.");
        }

        now = CreatedAt ?? now;

        MemberRow[] creators = Actor == Actor.System ? [] : [Membership(Actor.Id, Actor.Username, Kind == RoomKind.Direct ? Role.Member : Role.Owner, now)];
        var head = new RoomHead
        {
            PartitionKey = RoomId,
            Name = Name,
            Kind = Kind,
            DefaultRole = DefaultRole,
            CreatedBy = Actor.Id,
            CreatedAt = now,
            LastAt = now,
            DeletedCount = 0,
            MemberCount = Members.Count + creators.Length,
            JoinCount = Members.Count + creators.Length,
            OwnerCount = creators.Count(creator => creator.Role == Role.Owner),
        };
        var created = EventCommand.Next(head, RoomChangeType.RoomCreated, now, Actor, EventIds[0]);
        created.Name = Name;
        List<RowWrite> changes = [RowWrite.Add(created), .. creators.Select(RowWrite.Add)];
        List<RoomEvent> events = [created.ToEvent(message: null)];
        for (var i = 0; i < Members.Count; i++)
        {
            head = head with { Seq = head.Seq + 1 };
            var added = EventCommand.Next(head, RoomChangeType.MemberAdded, now, Actor, EventIds[i + 1]);
            (added.UserId, added.UserName, added.Role) = (Members[i].Id, Members[i].Username, DefaultRole.ToRole());
            changes.Add(RowWrite.Add(added));
            changes.Add(RowWrite.Add(Membership(Members[i].Id, Members[i].Username, DefaultRole.ToRole(), now)));
            events.Add(added.ToEvent(message: null));
        }

        head = head with { Seq = head.Seq + 1 };
        return Decision.Change(head with { MembershipSeq = head.Seq }, changes, events);
    }

    private MemberRow Membership(string userId, string username, Role role, DateTimeOffset now) =>
        new() { PartitionKey = RoomId, RowKey = RoomKeys.Member(userId), Role = role, Username = username, JoinedAt = now, InReaders = true };
}

/// <summary>Changes a room's settings, with an event for each one that changes.</summary>
/// <param name="EventIds">The ids of up to three events.</param>
/// <param name="Name">Null: unchanged.</param>
/// <param name="DefaultRole">Null: unchanged.</param>
/// <param name="Topic">Null: unchanged; empty: none.</param>
internal sealed record UpdateRoom(Actor Actor, IReadOnlyList<string> EventIds, string? Name, DefaultRole? DefaultRole, string? Topic) : RoomCommand(Actor)
{
    public override IEnumerable<string> Needs => [RoomKeys.Member(Actor.Id)];

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Refuse(Actor.Id, RoomAction.Update) is { } refusal)
        {
            return refusal;
        }

        var head = state.Head!;
        var rows = new List<ChangeRow>();
        if (Name is not null && Name != head.Name)
        {
            head = head with { Name = Name };
            Add(RoomChangeType.RoomRenamed).Name = Name;
        }

        if (Topic is not null && Topic != (head.Topic ?? ""))
        {
            head = head with { Topic = Topic.Length == 0 ? null : Topic };
            Add(RoomChangeType.TopicChanged).Topic = Topic;
        }

        if (DefaultRole is { } role && role != head.DefaultRole)
        {
            head = head with { DefaultRole = role };
            Add(RoomChangeType.DefaultRoleChanged).Role = role.ToRole();
        }

        return rows.Count == 0 ? Decision.Unchanged
            : Decision.Change(head with { LastAt = now }, [.. rows.Select(RowWrite.Add)], [.. rows.Select(row => row.ToEvent(message: null))]);

        ChangeRow Add(RoomChangeType change)
        {
            var row = EventCommand.Next(head, change, now, Actor, EventIds[rows.Count]);
            head = head with { Seq = row.Seq };
            rows.Add(row);
            return row;
        }
    }
}

/// <summary>Sets a room's picture, or removes it.</summary>
/// <param name="Picture">The id of an uploaded picture; null: none.</param>
/// <param name="Blobs">Signs its address.</param>
internal sealed record SetPicture(Actor Actor, string EventId, string? Picture, AccountBlobs? Blobs = null) : EventCommand(Actor, EventId)
{
    public override IEnumerable<string> Needs => [RoomKeys.Member(Actor.Id), .. Picture is null ? [] : new[] { RoomKeys.Attachment(Picture) }];

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Refuse(Actor.Id, RoomAction.Update) is { } refusal)
        {
            return refusal;
        }

        var head = state.Head!;
        if (head.Picture == Picture)
        {
            return Decision.Unchanged;
        }

        if (Picture is not null && state.Rows[RoomKeys.Attachment(Picture)] is not null)
        {
            return MessageRefusals.AttachmentUnusable;
        }

        var row = Next(head, RoomChangeType.PictureChanged, now);
        (row.Picture, row.Blobs) = (Picture, Blobs);
        RowWrite[] added = Picture is null ? [] : [RowWrite.Add(AttachmentRow.Of(head.RoomId, Picture, row.Seq))];
        RowWrite[] removed = head.Picture is null ? [] : [RowWrite.Replace(AttachmentRow.UsedUp(head.RoomId, head.Picture))];
        return Append(head with { Picture = Picture, Blobs = Blobs }, row, message: null, [.. added, .. removed]);
    }
}

/// <summary>
/// Marks a room as deleted, so that it accepts no changes, and removes members, so that they can't read it. Its other rows are removed afterwards.
/// </summary>
/// <param name="Actor">Its owner.</param>
/// <param name="UserIds">Members to remove in the same commit, at most <see cref="MostMembers"/>.</param>
internal sealed record DeleteRoom(Actor Actor, IReadOnlyList<string> UserIds) : RoomCommand(Actor)
{
    /// <summary>The members that fit into one transaction besides the head, the read markers and the owner's membership.</summary>
    public const int MostMembers = RoomTransaction.MaxOperations - 3;

    public override IEnumerable<string> Needs => UserIds.Append(Actor.Id).Distinct().Select(RoomKeys.Member);

    public override Decision Decide(RoomState state, DateTimeOffset now)
    {
        if (state.Head?.DeletedBy == Actor.Id)
        {
            return Decision.Unchanged;
        }

        if (state.Refuse(Actor.Id, RoomAction.Delete) is { } refusal)
        {
            return refusal;
        }

        var members = Needs.Select(key => state.Rows[key]).OfType<MemberRow>().ToList();
        var head = state.Head!;
        return Decision.Change(
            head with
            {
                DeletedBy = Actor.Id,
                MemberCount = head.MemberCount - members.Count,
                OwnerCount = head.OwnerCount - members.Count(member => member.Role == Role.Owner),
            },
            [.. members.Select(member => RowWrite.Delete(new MemberRow { PartitionKey = head.RoomId, RowKey = member.RowKey }))],
            events: []);
    }
}
