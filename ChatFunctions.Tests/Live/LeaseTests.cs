using ChatFunctions.Hosting;
using ChatFunctions.Live;

namespace ChatFunctions.Tests.Live;

public sealed class LeaseTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 5, 0, TimeSpan.Zero);

    [Fact]
    public void A_renewed_lease_keeps_since_when_its_user_is_online()
    {
        var renewed = Lease.Renewed(Begun(), new Caller("u", "Ada", "s1"), At(40));

        Assert.Equal((Start, At(100)), (renewed.Since, renewed.ExpiresAt));
    }

    [Fact]
    public void A_lease_that_ran_out_begins_anew_without_its_connections()
    {
        var again = Lease.Renewed(Begun().Opened("c1", At(0)) with { ETag = new("e") }, new Caller("u", "Ada", "s1"), At(60));

        Assert.Equal((At(60), At(120)), (again.Since, again.ExpiresAt));
        Assert.Empty(again.Connections);
        Assert.Equal(new("e"), again.ETag);
    }

    [Fact]
    public void Groups_found_right_are_not_looked_at_again_until_something_changes_them()
    {
        var lease = Begun().Opened("c1", At(0));

        Assert.False(lease.Checked(At(0)).IsCheckDue(At(100)));
        Assert.True(lease.Opened("c2", At(1)).Checked(At(0)).IsCheckDue(At(100)));
    }

    [Fact]
    public void After_a_removal_only_its_room_is_looked_at_unless_a_connection_has_opened_or_there_are_too_many()
    {
        var lease = Begun().RemovedFrom("r1", At(0)).RemovedFrom("r2", At(1));

        Assert.Equal(["r1", "r2"], lease.UncheckedRooms);
        Assert.Equal((At(1), true), (lease.UncheckedSince, lease.IsCheckDue(At(30))));
        Assert.Empty(lease.Opened("c1", At(2)).RemovedFrom("r3", At(3)).UncheckedRooms);
        Assert.Empty(Enumerable.Range(0, Lease.MaxUncheckedRooms + 1).Aggregate(Begun(), (removed, n) => removed.RemovedFrom($"r{n}", At(n))).UncheckedRooms);
        Assert.Equal(["r4"], lease.Checked(At(1)).RemovedFrom("r4", At(2)).UncheckedRooms);
    }

    [Fact]
    public void One_of_several_connections_closing_shortens_nothing()
    {
        var lease = Begun().Opened("c1", At(0)).Opened("c2", At(0));

        Assert.Equal(lease.ExpiresAt, lease.Closed("c1", At(1)).ExpiresAt);
    }

    [Fact]
    public void The_last_connection_closing_leaves_the_grace()
    {
        var lease = Begun().Opened("c1", At(0)).Opened("c2", At(0)).Closed("c2", At(1)).Closed("c1", At(2));

        Assert.Equal(At(2) + Lease.Grace, lease.ExpiresAt);
    }

    [Fact]
    public void A_connection_closing_never_lengthens_a_lease()
    {
        var lease = Begun().Opened("c1", At(0)).Closed("c1", At(50));

        Assert.Equal(At(60), lease.ExpiresAt);
    }

    [Fact]
    public void The_last_session_to_end_ends_the_lease_and_others_keep_it_as_long_as_they_renewed_it()
    {
        var both = Lease.Renewed(Begun(), new Caller("u", "Ada", "s2"), At(20));

        Assert.Equal(At(60), both.Ended(["s2"], At(30))!.ExpiresAt);
        Assert.Equal(At(80), both.Ended(["s1"], At(30))!.ExpiresAt);
        Assert.Equal(At(30), both.Ended(["s2"], At(25))!.Ended(["s1"], At(30))!.ExpiresAt);
        Assert.Equal(At(30), both.Ended(["s1", "s2"], At(30))!.ExpiresAt);
        Assert.Equal(At(70), both.Ended(["s2"], At(70))!.ExpiresAt);
    }

    [Fact]
    public void A_session_that_keeps_nobody_online_ends_without_changing_the_lease() => Assert.Null(Begun().Ended(["s2"], At(1)));

    [Fact]
    public void Of_many_sessions_the_one_heard_of_longest_ago_is_forgotten()
    {
        var lease = Enumerable.Range(2, Lease.MaxSessions).Aggregate(Begun(), (before, n) => Lease.Renewed(before, new Caller("u", "Ada", $"s{n}"), At(n)));

        Assert.Equal(Lease.MaxSessions, lease.Sessions.Count);
        Assert.DoesNotContain("s1", lease.Sessions.Keys);
    }

    [Fact]
    public void The_grace_is_longer_than_the_time_between_renewals() => Assert.True(Lease.Grace > TimeSpan.FromSeconds(25));

    [Fact]
    public void The_groups_of_a_connection_are_looked_at_again_once_it_has_been_open_for_a_while()
    {
        var opened = Begun().Opened("c1", At(0));

        Assert.False(Begun().IsCheckDue(At(60)));
        Assert.False(opened.IsCheckDue(At(24)));
        Assert.True(opened.IsCheckDue(At(25)));
        Assert.False(opened.Opened("c2", At(20)).IsCheckDue(At(25)));
        Assert.True(Lease.Renewed(opened, new Caller("u", "Ada", "s1"), At(1)).IsCheckDue(At(26)));
    }

    [Fact]
    public void Only_so_many_connections_are_remembered()
    {
        var lease = Enumerable.Range(0, 3 * Lease.MaxConnections).Aggregate(Begun(), (opened, n) => opened.Opened($"c{n}", At(n)));

        Assert.Equal(Lease.MaxConnections, lease.Connections.Count);
        Assert.Equal($"c{(3 * Lease.MaxConnections) - 1}", lease.Connections[^1]);
    }

    private static Lease Begun() => Lease.Renewed(lease: null, new Caller("u", "Ada", "s1"), Start);

    private static DateTimeOffset At(int seconds) => Start.AddSeconds(seconds);
}
