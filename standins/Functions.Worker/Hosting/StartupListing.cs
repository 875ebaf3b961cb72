using System.Text;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Indexing;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>Says at start what can be called where, as Core Tools do.</summary>
internal static partial class StartupListing
{
    public static void Log(
        ILoggerFactory loggers, FunctionDescriptor[] functions, string routePrefix, ICollection<string> addresses, FunctionKeys keys)
    {
        var logger = loggers.CreateLogger("Host.Startup");
        LogFunctions(logger, Describe(functions, routePrefix, addresses.FirstOrDefault() ?? ""));
        if (!keys.AreChecked && functions.Any(function => function.Trigger is HttpTrigger { Level: not AuthorizationLevel.Anonymous }))
            LogKeysUnchecked(logger, HostJson.Section);
    }

    private static string Describe(FunctionDescriptor[] functions, string routePrefix, string address)
    {
        var listing = new StringBuilder("Functions:");
        var root = routePrefix.Length == 0 ? address : $"{address}/{routePrefix}";
        foreach (var function in functions)
        {
            listing.Append("\n\n  ").Append(function.Name).Append(": ").Append(function.Trigger switch
            {
                HttpTrigger { Methods: [] } http => $"{root}/{http.Route}",
                HttpTrigger http => $"[{string.Join(',', http.Methods)}] {root}/{http.Route}",
                var other => other.Type,
            });
        }

        return listing.ToString();
    }

    [LoggerMessage(1, LogLevel.Information, "{Listing}")]
    private static partial void LogFunctions(ILogger logger, string listing);

    [LoggerMessage(2, LogLevel.Information,
        "No function key is configured, so none is asked for. Azure asks for one; {Section}__functionKeys__default sets one here")]
    private static partial void LogKeysUnchecked(ILogger logger, string section);
}
