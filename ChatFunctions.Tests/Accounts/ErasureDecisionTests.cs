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
    public void An_erased_room_contains_no_name_or_text_of_the_user() => Holds(world =>
    {
        Erase(world);
        if (world.Head!.IsDeleted)
        {
            // The user was the last member: the room is deleted, and all of its rows are purged.
            return;
        }

        Assert.All(world.RowsOf<MessageRow>().Where(message => message.SenderId == UserId), message => Assert.Equal(
            ("", null, null, null, true), (message.SenderName, message.Text, message.Reactions, message.ClientMessageId, message.Deleted)));
        Assert.DoesNotContain(world.RowsOf<ChangeRow>(), change => change.ActorName == Name || change.UserName == Name);
        Assert.DoesNotContain(world.RowsOf<MemberRow>(), member => member.UserId == UserId);
        Assert.DoesNotContain(world.RowsOf<SendRow>(), send => send.RowKey.StartsWith($"d:{UserId}:", StringComparison.Ordinal));
    });

    [Fact]
    public void Messages_and_names_of_others_stay() => Holds(world =>
    {
        var before = Others(world);
        Erase(world);
        Assert.Equal(before, Others(world));
    });

    [Fact]
    public void Every_seq_stays_and_new_ones_follow_without_a_gap() => Holds(world =>
    {
        var before = world.RowsOf<EventRow>().Select(row => (row.Seq, row.Id, row.GetType())).ToHashSet();
        Erase(world);
        var after = world.RowsOf<EventRow>().Select(row => (row.Seq, row.Id, row.GetType())).ToHashSet();
        Assert.Superset(before, after);
        Assert.Equal(Enumerable.Range(1, (int)world.Head!.Seq).Select(n => (long)n), after.Select(row => row.Seq).Order());
        Assert.Equal(world.Events.Select(happened => happened.Seq), Enumerable.Range(1, world.Events.Count).Select(n => (long)n));
    });

    [Fact]
    public void The_room_has_an_owner_while_it_has_members_and_its_counters_are_right() => Holds(world =>
    {
        Erase(world);
        var members = world.RowsOf<MemberRow>().ToList();
        var owners = members.Count(member => member.Role == Role.Owner);
        Assert.Equal((members.Count, owners), (world.Head!.MemberCount, world.Head.OwnerCount));
        Assert.True(world.Head.IsDeleted || owners > 0);
        Assert.Equal(world.RowsOf<MessageRow>().Count(), world.Head.MessageCount);
    });

    [Fact]
    public void Repeating_an_erasure_changes_nothing() => Holds(world =>
    {
        Erase(world);
        var (head, events) = (world.Head, world.Events.Count);
        Erase(world);
        Assert.Equal((head, events), (world.Head, world.Events.Count));
    });

    [Fact]
    public void Another_successor_is_requested_if_the_given_one_has_left()
    {
        var world = new RoomWorld();
        world.Do(new CreateRoom(new Actor(UserId, Name), "room1", "room", RoomKind.Private, [new("u2", "User u2")], ["a", "b"]));

        Assert.Equal("last_owner", world.Do(new EraseMember(Nameless, "c", "d", "u3")).Refusal?.Code);
        Assert.Equal("last_owner", world.Do(new EraseMember(Nameless, "c", "d", SuccessorId: null)).Refusal?.Code);
        Assert.Null(world.Do(new EraseMember(Nameless, "c", "d", "u2")).Refusal);
        Assert.Equal(Role.Owner, world.RowsOf<MemberRow>().Single().Role);
    }

    /// <summary>Erases in small batches, like the service.</summary>
    private static void Erase(RoomWorld world)
    {
        var successor = world.RowsOf<MemberRow>().Where(member => member.UserId != UserId).OrderBy(member => member.Role).ThenBy(member => member.JoinedAt).FirstOrDefault();
        Assert.Null(world.Do(new EraseMember(Nameless, $"left{world.Head!.Seq}", $"handed-on{world.Head.Seq}", successor?.UserId)).Refusal);
        foreach (var seqs in world.RowsOf<MessageRow>().Where(message => message.SenderId == UserId).Select(message => message.Seq).ToArray().Chunk(3))
        {
            world.Do(new EraseMessages(Nameless, seqs, [.. seqs.Select(seq => $"erased{world.Head.Seq}-{seq}")]));
        }

        foreach (var seqs in world.RowsOf<ChangeRow>().Where(change => change.Names(UserId)).Select(change => change.Seq).ToArray().Chunk(3))
        {
            world.Do(new EraseNames(Nameless, seqs));
        }
    }

    private static string[] Others(RoomWorld world) =>
    [
        .. world.RowsOf<MessageRow>().Where(message => message.SenderId != UserId).Select(message => $"{message.Seq} {message.SenderName} {message.Text} {message.ClientMessageId}"),
        .. world.RowsOf<ChangeRow>().Where(change => change.ActorId != UserId && change.UserId is not null && change.UserId != UserId).Select(change => $"{change.Seq} {change.ActorName} {change.UserName}"),
        .. world.RowsOf<MemberRow>().Where(member => member.UserId != UserId).Select(member => $"{member.UserId} {member.Username} {member.JoinedAt:O}"),
    ];

    private static void Holds(Action<RoomWorld> property) => Prop.ForAll(RandomHistory.Arbitrary, history =>
    {
        var world = new RoomWorld();
        foreach (var batch in history)
        {
            world.Do(batch);
        }

        // A deleted room is purged as a whole.
        if (!world.Head!.IsDeleted)
        {
            property(world);
        }
    }).QuickCheckThrowOnFailure();
}
