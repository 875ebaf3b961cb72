using ChatFunctions.Cli.Planning;
using FsCheck;
using FsCheck.Fluent;

namespace ChatFunctions.Tests.Cli.Planning;

public sealed class PlanTests
{
    private static readonly PriceList Prices = PriceList.Default;

    [Fact]
    public void Zero_users_cost_nothing()
    {
        var plan = Of(new Load());

        Assert.Equal(0, plan.Total);
        Assert.All(plan.Costs, cost => Assert.Equal(0, cost.Amount));
        Assert.True(plan.AlwaysOnTotal > 100);
    }

    /// <summary>Only messages from back ends: 1,000 a day, each with ten recipients.</summary>
    [Fact]
    public void The_cost_of_a_thousand_messages_for_ten_users_matches_a_manual_calculation()
    {
        var plan = Of(new Load { MessagesPerDay = 1_000, FanOut = 10 });

        // Each send, its typing call, and two of ten recipients who mark it as read.
        Assert.Equal(4_000, plan.Usage.ExecutionsADay, 6);

        // One request a send, two for typing, four for a marker; a send is three rows, a marker two.
        Assert.Equal(11_000, plan.Usage.StorageRequestsADay, 6);
        Assert.Equal(15_000, plan.Usage.StorageOperationsADay, 6);
        Assert.Equal(40_000, plan.Usage.LiveMessagesADay, 6);

        // 0.0463 a second; 4.52% of the time there is an instance, of two GB.
        Assert.Equal(3_909 * 2, plan.Usage.GbSecondsADay, 1.0);
        Assert.Equal(0.36, plan.Usage.StoredGb, 6);
        Assert.Equal(1, plan.SignalRUnits);
        Assert.Equal(
            [48.30, 0, 0, 3.50, 0.016, 0.016, 0],
            plan.Costs.Select(cost => Math.Round(cost.Dollars, cost.Dollars < 1 ? 3 : 2)));
    }

    /// <summary>144 heartbeats of nine storage requests each, and four token refreshes of two.</summary>
    [Fact]
    public void The_cost_of_an_hour_online_matches_a_manual_calculation()
    {
        var load = new Load { Users = 1, HoursOnline = 1 };
        var (less, more) = (Of(load).Usage, Of(load with { HoursOnline = 2 }).Usage);

        Assert.Equal(148, more.ExecutionsADay - less.ExecutionsADay, 6);
        Assert.Equal(1_304, more.StorageRequestsADay - less.StorageRequestsADay, 6);
    }

    [Fact]
    public void Twenty_quiet_users_fit_into_the_free_tier()
    {
        var plan = Of(new Load { Users = 20, Rooms = 5, MessagesPerDay = 300, FanOut = 4, HoursOnline = 1 });

        Assert.Equal(0, plan.SignalRUnits);
        Assert.InRange(plan.Total, 0.01, 20);
        Assert.True(plan.Total < plan.AlwaysOnTotal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(20, 0)]
    [InlineData(21, 1)]
    [InlineData(1_000, 1)]
    [InlineData(1_001, 2)]
    [InlineData(10_001, 20)]
    public void Connections_determine_the_number_of_units_among_the_offered_sizes(double users, double units) =>
        Assert.Equal(units, Of(new Load { Users = users, HoursOnline = 24, Peak = 1 }).SignalRUnits);

    [Fact]
    public void A_message_of_more_than_two_kilobytes_is_billed_as_several()
    {
        var load = new Load { MessagesPerDay = 1_000_000, FanOut = 1, MessageBytes = 2_048 };

        var more = Of(load with { MessageBytes = 2_049 }).Usage.LiveMessagesADay - Of(load).Usage.LiveMessagesADay;

        Assert.Equal(load.MessagesPerDay, more, 1.0);
    }

    [Fact]
    public void One_storage_account_handles_twenty_thousand_requests_a_second()
    {
        var load = new Load { MessagesPerDay = 86_400 * 20_000 / 3, FanOut = 0, Peak = 1 };

        Assert.Equal(1, Of(load).StorageAccounts);
        Assert.Equal(2, Of(load with { Peak = 1.01 }).StorageAccounts);
    }

    [Fact]
    public void Concurrent_requests_share_the_billed_time_of_an_instance()
    {
        var rare = Of(new Load { MessagesPerDay = 100 }).Usage;
        var busy = Of(new Load { MessagesPerDay = 1_000_000 }).Usage;

        // A lone execution costs a second of two GB; concurrent executions share it.
        Assert.InRange(rare.GbSecondsADay / rare.ExecutionsADay, 1.99, 2);
        Assert.InRange(busy.GbSecondsADay / busy.ExecutionsADay, 0, 0.1);
    }

    [Fact]
    public void More_of_anything_never_costs_less()
    {
        var loads = Gen.Choose(0, 1_000_000).Select(n => (double)n / 100).ArrayOf(6).Select(n => new Load
        {
            Users = n[0] * 10,
            Rooms = n[1],
            MessagesPerDay = n[2] * n[2],
            FanOut = n[3] / 100,
            HoursOnline = n[4] % 24,
            Peak = 1 + (n[5] % 10),
        });
        var more = Gen.Elements<Func<Load, Load>>(
            load => load with { Users = (load.Users * 1.3) + 7 },
            load => load with { Rooms = (load.Rooms * 2) + 1 },
            load => load with { MessagesPerDay = (load.MessagesPerDay * 1.3) + 11 },
            load => load with { FanOut = (load.FanOut * 1.3) + 1 },
            load => load with { HoursOnline = Math.Min(24, load.HoursOnline + 1) },
            load => load with { MessageBytes = load.MessageBytes * 3 },
            load => load with { Months = load.Months * 2 },
            load => load with { Peak = load.Peak * 2 });
        Prop.ForAll(Arb.From(loads), Arb.From(more), (load, grow) =>
        {
            var (less, then) = (Of(load), Of(grow(load)));
            Assert.True(then.Total >= less.Total - 1e-6, $"{load} costs {less.Total}, {grow(load)} {then.Total}");
            Assert.True(then.AlwaysOnTotal >= less.AlwaysOnTotal - 1e-6);
            Assert.True(then.StorageAccounts >= less.StorageAccounts);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Every_price_has_a_source_and_a_date()
    {
        string[] sources = [Prices.SignalR.Source, Prices.Functions.Source, Prices.Tables.Source, Prices.Logs.Source, Prices.Servers.Source];
        Assert.All(sources, source => Assert.StartsWith("azure.microsoft.com/pricing/", source, StringComparison.Ordinal));
        Assert.Matches(@"^\d{4}-\d{2}$", Prices.AsOf);
    }

    private static Plan Of(Load load) => Plan.Of(load, Prices);
}
