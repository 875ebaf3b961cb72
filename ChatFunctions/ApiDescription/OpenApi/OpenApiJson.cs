using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace ChatFunctions.ApiDescription.OpenApi;

/// <summary>Writes what OpenAPI's model holds.</summary>
internal static class OpenApiJson
{
    /// <summary>As OpenAPI 3.1 writes it.</summary>
    public static JsonNode Of(IOpenApiSerializable element)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        element.SerializeAsV31(new OpenApiJsonWriter(text));
        return JsonNode.Parse(text.ToString())!;
    }
}
