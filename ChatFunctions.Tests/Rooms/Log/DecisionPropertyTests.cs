using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Log;
using FsCheck;
using FsCheck.Fluent;

namespace ChatFunctions.Tests.Rooms.Log;

/// <summary>Invariants after any history of allowed and refused commands in batches of any size.</summary>
public sealed class DecisionPropertyTests
{
    [Fact]
    public void Seqs_have_no_gaps_and_each_has_one_row() => Holds(history =>
    {
        var room = Play(history);
        var seqs = room.RowsOf<EventRow>().Select(row => row.Seq).Order();
        Assert.Equal(Enumerable.Range(1, (int)room.Head!.Seq).Select(n => (long)n), seqs);
        Assert.Equal(room.Head.Seq, room.Events.Count);
        Assert.Equal(seqs, room.Events.Select(happened => happened.Seq));
    });

    [Fact]
    public void The_heads_counters_count_the_rows() => Holds(history =>
    {
        var room = Play(history);
        var members = room.RowsOf<MemberRow>().ToList();
        Assert.Equal(room.RowsOf<MessageRow>().Count(), room.Head!.MessageCount);
        Assert.Equal(members.Count, room.Head.MemberCount);
        Assert.Equal(members.Count(member => member.Role == Role.Owner), room.Head.OwnerCount);
    });

    [Fact]
    public void The_readers_are_the_members_until_the_room_is_deleted() => Holds(history =>
    {
        var room = Play(history);
        var members = room.Head is { IsDeleted: true } ? [] : room.RowsOf<MemberRow>().Select(member => member.UserId).ToHashSet();
        Assert.All(room.RowsOf<ChangeRow>().Select(change => change.UserId).OfType<string>(), userId => Assert.Equal(members.Contains(userId), room.Readers!.Include(userId)));
        Assert.All(members, userId => Assert.True(room.Readers!.Include(userId)));
    });

    [Fact]
    public void A_member_has_read_everything_before_joining_even_after_role_changes() => Holds(history =>
    {
        var room = Play(history);
        foreach (var member in room.RowsOf<MemberRow>())
        {
            var joined = room.RowsOf<ChangeRow>().Where(change => change.UserId == member.UserId && change.Change == RoomChangeType.MemberAdded).Max(change => (long?)change.Seq);
            Assert.Equal(joined is null or <= 2 ? null : joined, member.ReadSeq);
            Assert.Equal(member.ReadSeq ?? 0, room.Readers!.ByUserId[member.UserId]);
        }
    });

    [Fact]
    public void A_room_with_too_many_members_has_no_readers_row()
    {
        var room = new InMemoryRoom();
        var owner = RoomLogInstance.ActorOf("owner");
        room.Do(new CreateRoom(owner, "room1", "room", RoomKind.Public, [], ["first"]));
        for (var n = 1; n < MemberReadMarkers.Capacity; n++)
        {
            room.Do(new JoinRoom(RoomLogInstance.ActorOf($"u{n}"), $"in{n}"));
            room.Do(new RemoveMember(RoomLogInstance.ActorOf($"u{n}"), $"out{n}", $"u{n}"));
            Assert.True(room.Readers!.Include("owner"));
        }

        room.Do(Enumerable.Range(0, 60).Select(n => new JoinRoom(RoomLogInstance.ActorOf($"v{n}"), $"late{n}")).ToArray<RoomCommand>());
        room.Do(new JoinRoom(RoomLogInstance.ActorOf("last"), "last"));

        Assert.Null(room.Readers);
        Assert.All(room.RowsOf<MemberRow>(), member => Assert.Equal(member.UserId == "owner", member.InReaders is true));
    }

    [Fact]
    public void A_banned_user_is_no_member_until_the_ban_is_lifted() => Holds(history =>
    {
        var room = new InMemoryRoom();
        foreach (var command in history.SelectMany(batch => batch))
        {
            var banned = room.RowsOf<RestrictionRow>().Where(row => row.IsBan).Select(row => row.UserId).ToHashSet();
            room.Do(command);
            var members = room.RowsOf<MemberRow>().Select(member => member.UserId).ToHashSet();
            Assert.Empty(members.Intersect(banned));
            Assert.Empty(members.Intersect(room.RowsOf<RestrictionRow>().Select(row => row.UserId)));
        }
    });

    [Fact]
    public void Exactly_the_messages_that_are_marked_as_reported_have_reports_and_none_is_deleted() => Holds(history =>
    {
        var world = new InMemoryRoom();
        foreach (var batch in history)
        {
            world.Do(batch);
            var reported = world.RowsOf<MessageRow>().Where(message => message.Reported is true).ToList();
            Assert.Equal(world.RowsOf<ReportsRow>().Select(row => row.Seq).Order(), reported.Select(message => message.Seq).Order());
            Assert.DoesNotContain(reported, message => message.Deleted is true);
        }
    });

    [Fact]
    public void A_room_is_never_without_an_owner_until_it_is_deleted() => Holds(history => Assert.True(Play(history).Head! is { OwnerCount: > 0 } or { IsDeleted: true }));

    [Fact]
    public void A_deleted_room_has_no_members_and_never_changes_again() => Holds(history =>
    {
        var room = new InMemoryRoom();
        RoomHead? deleted = null;
        foreach (var command in history.SelectMany(batch => batch))
        {
            room.Do(command);
            deleted ??= room.Head is { IsDeleted: true } head ? head : null;
        }

        Assert.True(deleted is null || (deleted == room.Head && !room.RowsOf<MemberRow>().Any()));
    });

    [Fact]
    public void An_invitation_admits_as_many_as_it_counts_and_at_most_its_limit() => Holds(history =>
    {
        var room = new InMemoryRoom();
        var letIn = new Dictionary<string, int>();
        foreach (var command in history.SelectMany(batch => batch))
        {
            var invitation = room.RowsOf<InvitationRow>().FirstOrDefault(row => row.Code == (command as AcceptInvitation)?.Code);
            var isOpen = invitation?.IsOpen(room.Now) ?? false;
            var decision = room.Do(command);
            if (command is CreateInvitation { Code: var made } && decision.Head is not null)
            {
                letIn[made] = 0;
            }

            if (command is AcceptInvitation { Code: var code } && decision.Events.Count > 0)
            {
                Assert.True(isOpen);
                letIn[code]++;
            }
        }

        Assert.All(room.RowsOf<InvitationRow>(), row => Assert.Equal(letIn[row.Code], row.Uses));
        Assert.All(room.RowsOf<InvitationRow>(), row => Assert.True(row.MaxUses is null || row.Uses <= row.MaxUses));
    });

    [Fact]
    public void A_rooms_activity_is_never_later_than_the_bound_in_the_lists() => Holds(history =>
    {
        var head = Play(history).Head!;
        Assert.InRange(head.LastAt, DateTimeOffset.MinValue, head.ActiveUntil);
        Assert.True(head.ActiveUntil - head.LastAt <= RoomHead.LongestListWindow);
    });

    [Fact]
    public void Ordinals_number_the_messages_without_gaps() => Holds(history =>
    {
        var ordinals = Play(history).RowsOf<MessageRow>().OrderBy(row => row.Seq).Select(row => row.Ordinal).ToList();
        Assert.Equal(Enumerable.Range(1, ordinals.Count).Select(n => (long)n), ordinals);
    });

    [Fact]
    public void Times_never_decrease_with_seq() => Holds(history =>
    {
        var times = Play(history).Events.Select(happened => happened is Message message ? message.CreatedAt : ((RoomChange)happened).At).ToList();
        Assert.Equal(times.Order(), times);
    });

    [Fact]
    public void A_clientMessageId_is_used_once_by_each_sender() => Holds(history =>
    {
        var used = Play(history).RowsOf<MessageRow>().Where(row => row.ClientMessageId is not null).Select(row => (row.SenderId, row.ClientMessageId)).ToList();
        Assert.Equal(used.Distinct().Count(), used.Count);
    });

    [Fact]
    public void A_deleted_message_leaves_no_text_reactions_or_fingerprint() => Holds(history =>
    {
        var room = Play(history);
        foreach (var tombstone in room.RowsOf<MessageRow>().Where(row => row.Deleted ?? false))
        {
            Assert.Null(tombstone.Text);
            Assert.Null(tombstone.Reactions);
            Assert.All(room.RowsOf<SendRow>().Where(send => send.Seq == tombstone.Seq), send => Assert.Empty(send.Hash));
        }
    });

    [Fact]
    public void A_refused_command_changes_nothing() => Holds(history =>
    {
        var room = new InMemoryRoom();
        foreach (var command in history.SelectMany(batch => batch))
        {
            var (head, rows) = (room.Head, room.Rows.Count);
            if (room.Do(command).Refusal is not null)
            {
                Assert.Equal((head, rows), (room.Head, room.Rows.Count));
            }
        }
    });

    [Fact]
    public void Repeating_a_command_changes_nothing() => Holds(history =>
    {
        var room = Play(history);
        var state = history.SelectMany(batch => batch).Last(command => command is not SendMessages { Drafts: [.., { ClientMessageId: null }] });
        room.Do(state);
        var head = room.Head;
        if (state is not EditMessage { IfVersion: not null })
        {
            room.Do(state);
            Assert.Equal(head, room.Head);
        }
    });

    [Fact]
    public void Only_members_act_and_readers_send_nothing() => Holds(history =>
    {
        var room = new InMemoryRoom();
        foreach (var command in history.SelectMany(batch => batch).Where(command => command is not CreateRoom and not JoinRoom and not AcceptInvitation))
        {
            var role = room.RowsOf<MemberRow>().FirstOrDefault(member => member.RowKey == RoomKeys.Member(command.Actor.Id))?.Role;
            var decision = room.Head is null ? null : room.Do(command);
            if (decision?.Head is not null)
            {
                Assert.NotNull(role);
                Assert.True(role != Role.Reader || command is RemoveMember or DeleteMessage, $"{command} by a reader");
            }
        }
    });

    [Fact]
    public void The_outcome_does_not_depend_on_batching() => Holds(history =>
    {
        var together = Play(history);
        var apart = Play([.. history.SelectMany(batch => batch).Select(command => new[] { command })]);
        Assert.Equal(together.Head!.Seq, apart.Head!.Seq);
        Assert.Equal(together.Events.Select(Essence), apart.Events.Select(Essence));
    });

    private static (long Seq, string Type, string? Text) Essence(RoomEvent happened) => (happened.Seq, happened.Type, (happened as Message)?.Text);

    private static InMemoryRoom Play(RoomCommand[][] history)
    {
        var room = new InMemoryRoom();
        foreach (var batch in history)
        {
            room.Do(batch);
        }

        return room;
    }

    private static void Holds(Action<RoomCommand[][]> property) => Prop.ForAll(RandomHistory.Arbitrary, property).QuickCheckThrowOnFailure();
}
