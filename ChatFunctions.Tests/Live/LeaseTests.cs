using ChatFunctions.Hosting;
using ChatFunctions.Live;

namespace ChatFunctions.Tests.Live;

public sealed class LeaseTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 5, 0, TimeSpan.Zero);

    [Fact]
    public void A_renewed_lease_keeps_the_time_since_which_its_user_is_online()
    {
        var renewed = Lease.Renewed(NewLease(), new Caller("u", "Ada", "s1"), At(40));

        Assert.Equal((Start, At(100)), (renewed.Since, renewed.ExpiresAt));
    }

    [Fact]
    public void An_expired_lease_starts_again_without_its_connections()
    {
        var again = Lease.Renewed(NewLease().Opened("c1", At(0)) with { ETag = new("e") }, new Caller("u", "Ada", "s1"), At(60));

        Assert.Equal((At(60), At(120)), (again.Since, again.ExpiresAt));
        Assert.Empty(again.Connections);
        Assert.Equal(new("e"), again.ETag);
    }

    [Fact]
    public void Groups_that_are_correct_are_not_checked_again_until_a_change()
    {
        var lease = NewLease().Opened("c1", At(0));

        Assert.False(lease.Checked(At(0)).IsCheckDue(At(100)));
        Assert.True(lease.Opened("c2", At(1)).Checked(At(0)).IsCheckDue(At(100)));
    }

    [Fact]
    public void After_a_removal_only_its_room_is_checked_unless_a_connection_opened_or_there_are_too_many()
    {
        var lease = NewLease().RemovedFrom("r1", At(0)).RemovedFrom("r2", At(1));

        Assert.Equal(["r1", "r2"], lease.UncheckedRooms);
        Assert.Equal((At(1), true), (lease.UncheckedSince, lease.IsCheckDue(At(30))));
        Assert.Empty(lease.Opened("c1", At(2)).RemovedFrom("r3", At(3)).UncheckedRooms);
        Assert.Empty(Enumerable.Range(0, Lease.MaxUncheckedRooms + 1).Aggregate(NewLease(), (removed, n) => removed.RemovedFrom($"r{n}", At(n))).UncheckedRooms);
        Assert.Equal(["r4"], lease.Checked(At(1)).RemovedFrom("r4", At(2)).UncheckedRooms);
    }

    [Fact]
    public void Closing_one_of_several_connections_does_not_shorten_the_lease()
    {
        var lease = NewLease().Opened("c1", At(0)).Opened("c2", At(0));

        Assert.Equal(lease.ExpiresAt, lease.Closed("c1", At(1)).ExpiresAt);
    }

    [Fact]
    public void Closing_the_last_connection_shortens_the_lease_to_the_grace_period()
    {
        var lease = NewLease().Opened("c1", At(0)).Opened("c2", At(0)).Closed("c2", At(1)).Closed("c1", At(2));

        Assert.Equal(At(2) + Lease.Grace, lease.ExpiresAt);
    }

    [Fact]
    public void Closing_a_connection_never_extends_a_lease()
    {
        var lease = NewLease().Opened("c1", At(0)).Closed("c1", At(50));

        Assert.Equal(At(60), lease.ExpiresAt);
    }

    [Fact]
    public void The_lease_ends_with_its_last_session_and_other_sessions_keep_it_until_their_renewal_expires()
    {
        var both = Lease.Renewed(NewLease(), new Caller("u", "Ada", "s2"), At(20));

        Assert.Equal(At(60), both.Ended(["s2"], At(30))!.ExpiresAt);
        Assert.Equal(At(80), both.Ended(["s1"], At(30))!.ExpiresAt);
        Assert.Equal(At(30), both.Ended(["s2"], At(25))!.Ended(["s1"], At(30))!.ExpiresAt);
        Assert.Equal(At(30), both.Ended(["s1", "s2"], At(30))!.ExpiresAt);
        Assert.Equal(At(70), both.Ended(["s2"], At(70))!.ExpiresAt);
    }

    [Fact]
    public void Ending_a_session_that_did_not_renew_the_lease_leaves_it_unchanged() => Assert.Null(NewLease().Ended(["s2"], At(1)));

    [Fact]
    public void With_too_many_sessions_the_least_recently_renewed_one_is_dropped()
    {
        var lease = Enumerable.Range(2, Lease.MaxSessions).Aggregate(NewLease(), (before, n) => Lease.Renewed(before, new Caller("u", "Ada", $"s{n}"), At(n)));

        Assert.Equal(Lease.MaxSessions, lease.Sessions.Count);
        Assert.DoesNotContain("s1", lease.Sessions.Keys);
    }

    [Fact]
    public void The_grace_period_is_longer_than_the_renewal_interval() => Assert.True(Lease.Grace > TimeSpan.FromSeconds(25));

    [Fact]
    public void The_groups_of_a_connection_are_checked_again_some_time_after_it_opened()
    {
        var opened = NewLease().Opened("c1", At(0));

        Assert.False(NewLease().IsCheckDue(At(60)));
        Assert.False(opened.IsCheckDue(At(24)));
        Assert.True(opened.IsCheckDue(At(25)));
        Assert.False(opened.Opened("c2", At(20)).IsCheckDue(At(25)));
        Assert.True(Lease.Renewed(opened, new Caller("u", "Ada", "s1"), At(1)).IsCheckDue(At(26)));
    }

    [Fact]
    public void The_number_of_remembered_connections_is_bounded()
    {
        var lease = Enumerable.Range(0, 3 * Lease.MaxConnections).Aggregate(NewLease(), (opened, n) => opened.Opened($"c{n}", At(n)));

        Assert.Equal(Lease.MaxConnections, lease.Connections.Count);
        Assert.Equal($"c{(3 * Lease.MaxConnections) - 1}", lease.Connections[^1]);
    }

    private static Lease NewLease() => Lease.Renewed(lease: null, new Caller("u", "Ada", "s1"), Start);

    private static DateTimeOffset At(int seconds) => Start.AddSeconds(seconds);
}
