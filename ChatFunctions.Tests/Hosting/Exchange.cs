using System.Text.Json.Nodes;

namespace ChatFunctions.Tests.Hosting;

/// <summary>A request to an operation and its answer.</summary>
internal sealed record Exchange(DescribedOperation Operation, JsonNode? Request, int Status, string? MediaType, string Answer)
{
    public override string ToString() => $"{Operation.Name} {Status}";

    /// <summary>The values to validate: the answer, and the request if it was accepted.</summary>
    public IEnumerable<SchemaCase> Cases()
    {
        if (Request is not null && Status < 300)
        {
            yield return new SchemaCase($"{this}, request", $"{Operation.Pointer}/requestBody/content/application~1json/schema", Request);
        }

        if (MediaType is "application/json" or "application/problem+json")
        {
            yield return new SchemaCase($"{this}", $"{ResponsePointer}/content/{MediaType.Replace("/", "~1", StringComparison.Ordinal)}/schema", JsonNode.Parse(Answer));
        }
    }

    private string ResponsePointer =>
        (string?)Operation.Responses[$"{Status}"]!["$ref"] is { } shared ? shared[1..] : $"{Operation.Pointer}/responses/{Status}";
}
