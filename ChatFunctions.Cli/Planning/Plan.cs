namespace ChatFunctions.Cli.Planning;

/// <summary>The resources and monthly costs of a load.</summary>
/// <param name="Load">The load.</param>
/// <param name="Usage">The use of Azure services.</param>
/// <param name="SignalRUnits">The number of units; 0: the free tier is enough.</param>
/// <param name="StorageAccounts">The number of storage accounts for the peak load.</param>
/// <param name="Costs">The costs of this chat, in dollars a month.</param>
/// <param name="AlwaysOn">The costs of servers that are always on, in dollars a month.</param>
/// <param name="PricesAsOf">The date of the prices.</param>
internal sealed record Plan(
    Load Load, Usage Usage, double SignalRUnits, double StorageAccounts, IReadOnlyList<Cost> Costs, IReadOnlyList<Cost> AlwaysOn, string PricesAsOf)
{
    public double Total => Costs.Sum(cost => cost.Dollars);

    public double AlwaysOnTotal => AlwaysOn.Sum(cost => cost.Dollars);

    public static Plan Of(Load load, PriceList prices)
    {
        var usage = Usage.Of(load, prices);
        var units = Units(usage, prices.SignalR);
        return new Plan(
            load,
            usage,
            units,
            Math.Max(1, Math.Ceiling(usage.PeakStorageRequestsASecond / prices.Tables.RequestsASecond)),
            [.. Serverless(usage, units, prices)],
            [.. Servers.Costs(usage, prices.Servers)],
            prices.AsOf);
    }

    /// <summary>Available sizes: 1 to 10, then multiples of 10. Beyond 100, several services are needed.</summary>
    private static double Units(Usage usage, SignalRPrices prices)
    {
        if (usage.PeakConnections <= prices.FreeConnections && usage.LiveMessagesADay <= prices.FreeMessagesADay)
        {
            return 0;
        }

        var units = Math.Max(1, Math.Ceiling(usage.PeakConnections / prices.ConnectionsAUnit));
        return units <= 10 ? units : 10 * Math.Ceiling(units / 10);
    }

    private static IEnumerable<Cost> Serverless(Usage usage, double units, PriceList prices)
    {
        const double Month = PriceList.DaysAMonth;
        var (signalR, functions, tables, logs) = (prices.SignalR, prices.Functions, prices.Tables, prices.Logs);
        var beyond = units == 0 ? 0 : Math.Max(0, usage.LiveMessagesADay - (units * signalR.MessagesAUnitAndDay)) * Month;
        var (executions, gbSeconds, operations) = (usage.ExecutionsADay * Month, usage.GbSecondsADay * Month, usage.StorageOperationsADay * Month);
        var logGb = Math.Min(usage.LogGbADay, logs.MostGbADay) * Month;
        yield return new Cost("SignalR units", units, units * signalR.UnitDay * Month);
        yield return new Cost("Additional SignalR messages", beyond, beyond / 1e6 * signalR.MillionMessagesBeyond);
        yield return new Cost("Function executions", executions, Math.Max(0, executions - functions.FreeExecutions) / 1e6 * functions.MillionExecutions);
        yield return new Cost("Function GB-s", gbSeconds, Math.Max(0, gbSeconds - functions.FreeGbSeconds) * functions.GbSecond);
        yield return new Cost("Table operations", operations, operations / 1e4 * tables.TenThousandOperations);
        yield return new Cost("Table storage GB", usage.StoredGb, usage.StoredGb * tables.GbMonth);
        yield return new Cost("Logs GB", logGb, Math.Max(0, logGb - logs.FreeGb) * logs.Gb);
    }
}

/// <param name="What">The billed item.</param>
/// <param name="Amount">The amount in a month.</param>
/// <param name="Dollars">The cost in a month.</param>
internal sealed record Cost(string What, double Amount, double Dollars);
