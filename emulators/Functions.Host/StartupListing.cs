using System.Text;
using Functions.Host.Http;

namespace Functions.Host;

/// <summary>Lists the functions and their URLs at start, like Core Tools.</summary>
internal static class StartupListing
{
    public static string Describe(FunctionsHost host)
    {
        var listing = new StringBuilder("Functions:").AppendLine();
        foreach (var function in host.Functions)
        {
            listing.Append("  ").Append(function.Name).Append(": ");
            if (!function.Trigger.Is("httpTrigger"))
                listing.AppendLine(function.Trigger.Type);
            else
                listing.AppendLine($"[{string.Join(',', function.Trigger.List("methods")).ToUpperInvariant()}] {host.Url}/{FunctionEndpoints.Route(function, host.Settings.RoutePrefix)}".Replace("[] ", "", StringComparison.Ordinal));
        }

        return listing.Append($"Listening on {host.Url}").ToString();
    }
}
