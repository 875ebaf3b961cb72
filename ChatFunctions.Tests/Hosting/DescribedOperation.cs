using System.Globalization;
using System.Text.Json.Nodes;

namespace ChatFunctions.Tests.Hosting;

/// <summary>An operation of the OpenAPI document.</summary>
internal sealed record DescribedOperation(string Path, string Verb, JsonObject Json)
{
    public string Name => (string)Json["operationId"]!;

    /// <summary>The operation's JSON pointer in the document.</summary>
    public string Pointer => $"/paths/{Path.Replace("/", "~1", StringComparison.Ordinal)}/{Verb}";

    public HttpFunction Function => HttpFunction.All.Single(function => function.Name == Name);

    public JsonObject Responses => Json["responses"]!.AsObject();

    public JsonObject? Response(int status) =>
        Responses[status.ToString(CultureInfo.InvariantCulture)] is { } response ? Documents.Resolve(response) : null;

    private IEnumerable<JsonObject> Parameters => (Json["parameters"]?.AsArray() ?? []).Select(parameter => Documents.Resolve(parameter!));

    public bool Has(string parameter) => Parameters.Any(each => (string)each["name"]! == parameter);

    public JsonObject Parameter(string name) => Parameters.Single(each => (string)each["name"]! == name);

    /// <summary>The problem codes that are documented for a status.</summary>
    public string[] Codes(int status) => Response(status)?["content"]?["application/problem+json"]?["schema"]?["properties"]?["code"]?["enum"] is JsonArray codes
        ? [.. codes.Select(code => (string)code!)]
        : [];

    /// <summary>Whether an answer can carry live messages, and therefore needs a body and a Content-Length. The host itself refuses a missing key.</summary>
    public bool HasLiveOutput(int status) => Function.HasLiveOutput && !(Function.NeedsKey && status == 401);

    public bool Fits(string verb, string path)
    {
        var (mine, theirs) = (Path.Split('/'), path.Split('/'));
        return verb.Equals(Verb, StringComparison.OrdinalIgnoreCase)
            && mine.Length == theirs.Length
            && mine.Zip(theirs).All(pair => pair.First.StartsWith('{') ? pair.Second.Length > 0 : pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The operation of a request, or null. If several match, the one with the fewest parameters.</summary>
    /// <param name="verb">The HTTP method.</param>
    /// <param name="path">The path below <c>/api</c>, with a leading slash.</param>
    public static DescribedOperation? Of(string verb, string path) =>
        Documents.Operations.Where(operation => operation.Fits(verb, path)).MinBy(operation => operation.Path.Count(c => c == '{'));
}
