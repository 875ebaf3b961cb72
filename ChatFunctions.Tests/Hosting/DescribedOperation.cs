using System.Globalization;
using System.Text.Json.Nodes;

namespace ChatFunctions.Tests.Hosting;

/// <summary>An operation of the OpenAPI document.</summary>
internal sealed record DescribedOperation(string Path, string Verb, JsonObject Json)
{
    public string Name => (string)Json["operationId"]!;

    /// <summary>Where it is in the document, as a JSON pointer.</summary>
    public string Pointer => $"/paths/{Path.Replace("/", "~1", StringComparison.Ordinal)}/{Verb}";

    public HttpFunction Function => HttpFunction.All.Single(function => function.Name == Name);

    public JsonObject Responses => Json["responses"]!.AsObject();

    public JsonObject? Response(int status) =>
        Responses[status.ToString(CultureInfo.InvariantCulture)] is { } response ? Documents.Resolve(response) : null;

    private IEnumerable<JsonObject> Parameters => (Json["parameters"]?.AsArray() ?? []).Select(parameter => Documents.Resolve(parameter!));

    public bool Has(string parameter) => Parameters.Any(each => (string)each["name"]! == parameter);

    public JsonObject Parameter(string name) => Parameters.Single(each => (string)each["name"]! == name);

    /// <summary>Problem codes that it can answer with this status.</summary>
    public string[] Codes(int status) => Response(status)?["content"]?["application/problem+json"]?["schema"]?["properties"]?["code"]?["enum"] is JsonArray codes
        ? [.. codes.Select(code => (string)code!)]
        : [];

    /// <summary>Whether live messages can go with an answer, which therefore needs a body and a Content-Length. A missing key the host itself refuses.</summary>
    public bool HasLiveOutput(int status) => Function.HasLiveOutput && !(Function.NeedsKey && status == 401);

    public bool Fits(string verb, string path)
    {
        var (mine, theirs) = (Path.Split('/'), path.Split('/'));
        return verb.Equals(Verb, StringComparison.OrdinalIgnoreCase)
            && mine.Length == theirs.Length
            && mine.Zip(theirs).All(pair => pair.First.StartsWith('{') ? pair.Second.Length > 0 : pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The operation that a request is for; null: none. Of several that fit, the one with the fewest parameters.</summary>
    /// <param name="verb">The HTTP method.</param>
    /// <param name="path">Below <c>/api</c>, with a slash before it.</param>
    public static DescribedOperation? Of(string verb, string path) =>
        Documents.Operations.Where(operation => operation.Fits(verb, path)).MinBy(operation => operation.Path.Count(c => c == '{'));
}
