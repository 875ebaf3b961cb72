using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatFunctions.Cli.Planning;

/// <summary>What things cost, as prices.json says: US dollars, and beside each price where it was read.</summary>
internal sealed record PriceList(
    string AsOf, string Currency, string Region, SignalRPrices SignalR, FunctionPrices Functions, TablePrices Tables, LogPrices Logs, ServerPrices Servers)
{
    public const double DaysAMonth = 30;
    public const double HoursAMonth = 730;

    /// <summary>The prices that the client comes with.</summary>
    public static PriceList Default { get; } = Load();

    private static PriceList Load()
    {
        using var file = typeof(PriceList).Assembly.GetManifestResourceStream("prices.json")!;
        return JsonSerializer.Deserialize(file, PlanJson.Default.PriceList)!;
    }
}

/// <param name="Source">The page.</param>
/// <param name="FreeConnections">Of the free size, which has no units and takes no more.</param>
/// <param name="FreeMessagesADay">Of the free size.</param>
/// <param name="ConnectionsAUnit">At once.</param>
/// <param name="MessagesAUnitAndDay">Sent to clients, in the price of a unit.</param>
/// <param name="MessageBytes">A larger message is billed as several of this.</param>
/// <param name="UnitDay">A unit for a day.</param>
/// <param name="MillionMessagesBeyond">Those beyond the units'.</param>
internal sealed record SignalRPrices(
    string Source, double FreeConnections, double FreeMessagesADay, double ConnectionsAUnit, double MessagesAUnitAndDay, double MessageBytes, double UnitDay,
    double MillionMessagesBeyond);

/// <param name="Source">The page.</param>
/// <param name="MillionExecutions">A million calls of functions.</param>
/// <param name="GbSecond">A second of an instance that works, for each GB of its memory.</param>
/// <param name="FreeExecutions">A month.</param>
/// <param name="FreeGbSeconds">A month.</param>
/// <param name="LeastSeconds">What an execution counts at least.</param>
internal sealed record FunctionPrices(string Source, double MillionExecutions, double GbSecond, double FreeExecutions, double FreeGbSeconds, double LeastSeconds);

/// <param name="Source">The page.</param>
/// <param name="TenThousandOperations">Each row in a transaction is counted as an operation: whether Azure does is not certain, and this is the dearer way.</param>
/// <param name="GbMonth">Kept for a month.</param>
/// <param name="RequestsASecond">What one account answers.</param>
internal sealed record TablePrices(string Source, double TenThousandOperations, double GbMonth, double RequestsASecond);

/// <param name="Source">The page.</param>
/// <param name="Gb">Taken in.</param>
/// <param name="FreeGb">A month.</param>
/// <param name="MostGbADay">The cap that infra/ sets.</param>
internal sealed record LogPrices(string Source, double Gb, double FreeGb, double MostGbADay);

/// <summary>What the same would stand on without functions.</summary>
internal sealed record ServerPrices(
    string Source, double VirtualMachineHour, double LoadBalancerHour, double SmallDatabaseHour, double DatabaseCoreHour, double DatabaseGbMonth,
    double LeastDatabaseGb, double SmallCacheHour, double LargeCacheHour);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectRequiredConstructorParameters = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PriceList))]
[JsonSerializable(typeof(Plan))]
internal sealed partial class PlanJson : JsonSerializerContext;
