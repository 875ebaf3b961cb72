using Azure.Core;

namespace ChatFunctions.Telemetry;

/// <summary>What a request to Table Storage does, and to which table, without the keys that its address holds.</summary>
internal static class StorageOperation
{
    /// <returns>The table is null for transactions, whose address names none.</returns>
    public static (string Operation, string? Table) Of(Request request)
    {
        var path = request.Uri.Path ?? "";
        var keys = path.IndexOf('(', StringComparison.Ordinal);
        var resource = (keys < 0 ? path : path[..keys]).TrimEnd('/');
        var table = resource[(resource.LastIndexOf('/') + 1)..];
        if (table == "$batch")
        {
            return ("transaction", null);
        }

        if (table == "Tables")
        {
            return (request.Method == RequestMethod.Delete ? "delete table" : "create table", null);
        }

        var isOneRow = keys >= 0 && path.AsSpan(keys).StartsWith("(PartitionKey=", StringComparison.Ordinal);
        return (Operation(request.Method, isOneRow), table);
    }

    private static string Operation(RequestMethod method, bool isOneRow) =>
        method == RequestMethod.Get ? (isOneRow ? "read" : "query")
        : method == RequestMethod.Post ? "insert"
        : method == RequestMethod.Delete ? "delete"
        : "update";
}
