using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Tests.Rooms.Log;
using FsCheck;
using FsCheck.Fluent;

namespace ChatFunctions.Tests.Accounts;

/// <summary>Invariants of the erasure of a user after any history of a room.</summary>
public sealed class ErasureDecisionTests
{
    private const string UserId = "u1";
    private const string Name = "User u1";

    private static readonly Actor Nameless = new(UserId, "");

    [Fact]
    public void An_erased_room_contains_no_name_or_text_of_the_user() => Holds(room =>
    {
        Erase(room);
        if (room.Head!.IsDeleted)
        {
            // The user was the last member: the room is deleted, and all of its rows are purged.
            return;
        }

        Assert.All(room.RowsOf<MessageRow>().Where(message => message.SenderId == UserId), message => Assert.Equal(
            ("", null, null, null, true), (message.SenderName, message.Text, message.Reactions, message.ClientMessageId, message.Deleted)));
        Assert.DoesNotContain(room.RowsOf<ChangeRow>(), change => change.ActorName == Name || change.UserName == Name);
        Assert.DoesNotContain(room.RowsOf<MemberRow>(), member => member.UserId == UserId);
        Assert.DoesNotContain(room.RowsOf<SendRow>(), send => send.RowKey.StartsWith($"d:{UserId}:", StringComparison.Ordinal));
    });

    [Fact]
    public void Messages_and_names_of_others_stay() => Holds(room =>
    {
        var before = Others(room);
        Erase(room);
        Assert.Equal(before, Others(room));
    });

    [Fact]
    public void Every_seq_stays_and_new_ones_follow_without_a_gap() => Holds(room =>
    {
        var before = room.RowsOf<EventRow>().Select(row => (row.Seq, row.Id, row.GetType())).ToHashSet();
        Erase(room);
        var after = room.RowsOf<EventRow>().Select(row => (row.Seq, row.Id, row.GetType())).ToHashSet();
        Assert.Superset(before, after);
        Assert.Equal(Enumerable.Range(1, (int)room.Head!.Seq).Select(n => (long)n), after.Select(row => row.Seq).Order());
        Assert.Equal(room.Events.Select(happened => happened.Seq), Enumerable.Range(1, room.Events.Count).Select(n => (long)n));
    });

    [Fact]
    public void The_room_has_an_owner_while_it_has_members_and_its_counters_are_right() => Holds(room =>
    {
        Erase(room);
        var members = room.RowsOf<MemberRow>().ToList();
        var owners = members.Count(member => member.Role == Role.Owner);
        Assert.Equal((members.Count, owners), (room.Head!.MemberCount, room.Head.OwnerCount));
        Assert.True(room.Head.IsDeleted || owners > 0);
        Assert.Equal(room.RowsOf<MessageRow>().Count(), room.Head.MessageCount);
    });

    [Fact]
    public void Repeating_an_erasure_changes_nothing() => Holds(room =>
    {
        Erase(room);
        var (head, events) = (room.Head, room.Events.Count);
        Erase(room);
        Assert.Equal((head, events), (room.Head, room.Events.Count));
    });

    [Fact]
    public void Another_successor_is_requested_if_the_given_one_has_left()
    {
        var room = new InMemoryRoom();
        room.Do(new CreateRoom(new Actor(UserId, Name), "room1", "room", RoomKind.Private, [new("u2", "User u2")], ["a", "b"]));

        Assert.Equal("last_owner", room.Do(new EraseMember(Nameless, "c", "d", "u3")).Refusal?.Code);
        Assert.Equal("last_owner", room.Do(new EraseMember(Nameless, "c", "d", SuccessorId: null)).Refusal?.Code);
        Assert.Null(room.Do(new EraseMember(Nameless, "c", "d", "u2")).Refusal);
        Assert.Equal(Role.Owner, room.RowsOf<MemberRow>().Single().Role);
    }

    /// <summary>Erases in small batches, like the service.</summary>
    private static void Erase(InMemoryRoom room)
    {
        var successor = room.RowsOf<MemberRow>().Where(member => member.UserId != UserId).OrderBy(member => member.Role).ThenBy(member => member.JoinedAt).FirstOrDefault();
        Assert.Null(room.Do(new EraseMember(Nameless, $"left{room.Head!.Seq}", $"handed-on{room.Head.Seq}", successor?.UserId)).Refusal);
        foreach (var seqs in room.RowsOf<MessageRow>().Where(message => message.SenderId == UserId).Select(message => message.Seq).ToArray().Chunk(3))
        {
            room.Do(new EraseMessages(Nameless, seqs, [.. seqs.Select(seq => $"erased{room.Head.Seq}-{seq}")]));
        }

        foreach (var seqs in room.RowsOf<ChangeRow>().Where(change => change.Names(UserId)).Select(change => change.Seq).ToArray().Chunk(3))
        {
            room.Do(new EraseNames(Nameless, seqs));
        }
    }

    private static string[] Others(InMemoryRoom room) =>
    [
        .. room.RowsOf<MessageRow>().Where(message => message.SenderId != UserId).Select(message => $"{message.Seq} {message.SenderName} {message.Text} {message.ClientMessageId}"),
        .. room.RowsOf<ChangeRow>().Where(change => change.ActorId != UserId && change.UserId is not null && change.UserId != UserId).Select(change => $"{change.Seq} {change.ActorName} {change.UserName}"),
        .. room.RowsOf<MemberRow>().Where(member => member.UserId != UserId).Select(member => $"{member.UserId} {member.Username} {member.JoinedAt:O}"),
    ];

    private static void Holds(Action<InMemoryRoom> property) => Prop.ForAll(RandomHistory.Arbitrary, history =>
    {
        var room = new InMemoryRoom();
        foreach (var batch in history)
        {
            room.Do(batch);
        }

        // A deleted room is purged as a whole.
        if (!room.Head!.IsDeleted)
        {
            property(room);
        }
    }).QuickCheckThrowOnFailure();
}
