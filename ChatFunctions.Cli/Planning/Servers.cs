namespace ChatFunctions.Cli.Planning;

/// <summary>
/// The same load on servers that are always on: at least two small machines behind a load balancer, a managed PostgreSQL database, and Redis.
/// Without database failover, logs, traffic and maintenance.
/// </summary>
internal static class Servers
{
    /// <summary>Connections of a machine with two CPUs and 4 GB.</summary>
    private const double ConnectionsAMachine = 10_000;
    private const double RequestsAMachine = 1_000;
    private const double LiveMessagesAMachine = 20_000;

    /// <summary>Writes a second of the small database, and of each core of a larger one with at least two.</summary>
    private const double SmallDatabaseWrites = 200;
    private const double CoreWrites = 1_000;

    /// <summary>The most live messages a second of the small Redis.</summary>
    private const double SmallCacheMessages = 1_000;

    public static IEnumerable<Cost> Costs(Usage usage, ServerPrices prices)
    {
        const double Month = PriceList.HoursAMonth;
        var machines = new[]
        {
            2, usage.PeakConnections / ConnectionsAMachine, usage.PeakExecutionsASecond / RequestsAMachine, usage.PeakLiveMessagesASecond / LiveMessagesAMachine,
        }.Max(Math.Ceiling);
        var writes = usage.Peak * usage.MessagesADay / 86_400;
        var cores = writes <= SmallDatabaseWrites ? 0 : 2 * Math.Max(1, Math.Ceiling(writes / CoreWrites / 2));
        var stored = Math.Max(prices.LeastDatabaseGb, usage.StoredGb);
        var largeCache = usage.PeakLiveMessagesASecond > SmallCacheMessages;
        yield return new Cost("Virtual machines", machines, machines * prices.VirtualMachineHour * Month);
        yield return new Cost("Load balancer", 1, prices.LoadBalancerHour * Month);
        yield return new Cost("PostgreSQL cores", cores == 0 ? 2 : cores, (cores == 0 ? prices.SmallDatabaseHour : cores * prices.DatabaseCoreHour) * Month);
        yield return new Cost("PostgreSQL storage GB", stored, stored * prices.DatabaseGbMonth);
        yield return new Cost("Redis", 1, (largeCache ? prices.LargeCacheHour : prices.SmallCacheHour) * Month);
    }
}
