using ChatFunctions.Storage;

namespace ChatFunctions.Tests.Storage;

public class PlacementTests
{
    private static readonly Ids Ids = new(TimeProvider.System);

    private static readonly string[] Rooms = [.. Enumerable.Range(0, 10_000).Select(_ => Ids.NewRoomId())];

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Ten_thousand_rooms_spread_evenly(int accounts)
    {
        var placement = Of(accounts);

        var counts = Rooms.CountBy(room => placement.Of(room, bornAt: null)).ToDictionary();

        var share = Rooms.Length / accounts;
        Assert.Equal(accounts, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 0.9 * share, 1.1 * share));
    }

    [Fact]
    public void A_third_account_takes_a_third_of_the_keys_and_none_moves_between_the_others()
    {
        var (two, three) = (Of(2), Of(3));

        var moved = Rooms.Where(room => two.Of(room, bornAt: null) != three.Of(room, bornAt: null)).ToArray();

        Assert.InRange(moved.Length, 0.9 * Rooms.Length / 3, 1.1 * Rooms.Length / 3);
        Assert.All(moved, room => Assert.Equal(2, three.Of(room, bornAt: null)));
    }

    [Fact]
    public void Placement_depends_on_the_name_of_an_account_and_not_on_its_position()
    {
        string[] names = ["alpha", "beta", "gamma"];
        var (order, reverse) = (Of(names), Of([.. names.Reverse()]));

        Assert.All(Rooms, room => Assert.Equal(names[order.Of(room, bornAt: null)], names[^(1 + reverse.Of(room, bornAt: null))]));
    }

    /// <summary>If this fails, rooms of existing deployments with several accounts can't be found.</summary>
    [Fact]
    public void The_accounts_of_known_keys_never_change()
    {
        var placement = Of(["alpha", "beta", "gamma"]);

        Assert.Equal([1, 1, 1, 0, 1, 0, 0, 1], Enumerable.Range(0, 8).Select(n => placement.Of($"room{n}", bornAt: null)));
    }

    [Fact]
    public void Keys_created_before_an_account_was_added_never_move_to_it()
    {
        var added = new DateTimeOffset(2027, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var before = new Placement([("one", DateTimeOffset.MinValue)]);
        var after = new Placement([("one", DateTimeOffset.MinValue), ("two", added)]);

        Assert.All(Rooms, room => Assert.Equal(before.Of(room, added.AddTicks(-1)), after.Of(room, added.AddTicks(-1))));
        Assert.All(Rooms, room => Assert.Equal(0, after.Of(room, bornAt: null)));
        Assert.InRange(Rooms.Count(room => after.Of(room, added) == 1), 0.45 * Rooms.Length, 0.55 * Rooms.Length);
    }

    [Fact]
    public void An_account_named_twice_is_refused() =>
        Assert.Contains("'one'", Assert.Throws<InvalidOperationException>(() => Of(["one", "two", "ONE"])).Message.ToLowerInvariant(), StringComparison.Ordinal);

    private static Placement Of(int accounts) => Of([.. Enumerable.Range(0, accounts).Select(number => $"chatstore{number}")]);

    private static Placement Of(string[] names) => new([.. names.Select(name => (name, DateTimeOffset.MinValue))]);
}
