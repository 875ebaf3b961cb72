using System.Collections.ObjectModel;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Invocation;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Route and query values of a request; the route's win. The key in <c>code</c> is not one of them.</summary>
internal sealed class HttpTriggerData(HttpRequest request) : TriggerData
{
    private const string KeyParameter = "code";

    private ReadOnlyDictionary<string, object?>? _data;

    public override IReadOnlyDictionary<string, object?> BindingData => _data ??= new(ReadAll());

    public override string? Find(string name)
    {
        if (request.RouteValues.TryGetValue(name, out var value))
            return Convert.ToString(value, CultureInfo.InvariantCulture);

        return IsPublic(name) && request.Query.TryGetValue(name, out var values) ? values.ToString() : null;
    }

    private Dictionary<string, object?> ReadAll()
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in request.Query)
        {
            if (IsPublic(name))
                data[name] = values.ToString();
        }

        foreach (var (name, value) in request.RouteValues)
            data[name] = Convert.ToString(value, CultureInfo.InvariantCulture);

        data.TryAdd("Query", ToJson(request.Query));
        data.TryAdd("Headers", ToJson(request.Headers));
        return data;
    }

    private static bool IsPublic(string name) => !name.Equals(KeyParameter, StringComparison.OrdinalIgnoreCase);

    private static string ToJson(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> pairs) =>
        JsonSerializer.Serialize(pairs.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()));
}
