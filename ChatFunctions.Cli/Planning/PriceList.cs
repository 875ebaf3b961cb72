using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatFunctions.Cli.Planning;

/// <summary>Prices in US dollars, from prices.json, with their sources.</summary>
internal sealed record PriceList(
    string AsOf, string Currency, string Region, SignalRPrices SignalR, FunctionPrices Functions, TablePrices Tables, LogPrices Logs, ServerPrices Servers)
{
    public const double DaysAMonth = 30;
    public const double HoursAMonth = 730;

    /// <summary>The embedded prices.</summary>
    public static PriceList Default { get; } = Load();

    private static PriceList Load()
    {
        using var file = typeof(PriceList).Assembly.GetManifestResourceStream("prices.json")!;
        return JsonSerializer.Deserialize(file, PlanJson.Default.PriceList)!;
    }
}

/// <param name="Source">The page.</param>
/// <param name="FreeConnections">The most connections of the free tier.</param>
/// <param name="FreeMessagesADay">The most messages a day of the free tier.</param>
/// <param name="ConnectionsAUnit">The most concurrent connections of a unit.</param>
/// <param name="MessagesAUnitAndDay">The messages to clients that the price of a unit includes.</param>
/// <param name="MessageBytes">A larger message is billed as several of this size.</param>
/// <param name="UnitDay">A unit for a day.</param>
/// <param name="MillionMessagesBeyond">A million further messages.</param>
internal sealed record SignalRPrices(
    string Source, double FreeConnections, double FreeMessagesADay, double ConnectionsAUnit, double MessagesAUnitAndDay, double MessageBytes, double UnitDay,
    double MillionMessagesBeyond);

/// <param name="Source">The page.</param>
/// <param name="MillionExecutions">A million executions.</param>
/// <param name="GbSecond">A GB-second of a busy instance.</param>
/// <param name="FreeExecutions">Free executions a month.</param>
/// <param name="FreeGbSeconds">Free GB-seconds a month.</param>
/// <param name="LeastSeconds">The shortest billed time of an execution.</param>
internal sealed record FunctionPrices(string Source, double MillionExecutions, double GbSecond, double FreeExecutions, double FreeGbSeconds, double LeastSeconds);

/// <param name="Source">The page.</param>
/// <param name="TenThousandOperations">Ten thousand operations. Each row in a transaction counts as one; Azure may bill less.</param>
/// <param name="GbMonth">A GB for a month.</param>
/// <param name="RequestsASecond">The most requests a second of an account.</param>
internal sealed record TablePrices(string Source, double TenThousandOperations, double GbMonth, double RequestsASecond);

/// <param name="Source">The page.</param>
/// <param name="Gb">A GB of ingested data.</param>
/// <param name="FreeGb">Free GB a month.</param>
/// <param name="MostGbADay">The daily cap that infra/ sets.</param>
internal sealed record LogPrices(string Source, double Gb, double FreeGb, double MostGbADay);

/// <summary>Prices of servers that are always on.</summary>
internal sealed record ServerPrices(
    string Source, double VirtualMachineHour, double LoadBalancerHour, double SmallDatabaseHour, double DatabaseCoreHour, double DatabaseGbMonth,
    double LeastDatabaseGb, double SmallCacheHour, double LargeCacheHour);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectRequiredConstructorParameters = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PriceList))]
[JsonSerializable(typeof(Plan))]
internal sealed partial class PlanJson : JsonSerializerContext;
