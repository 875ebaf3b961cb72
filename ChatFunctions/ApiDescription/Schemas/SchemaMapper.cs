using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ChatFunctions.Http;
using Microsoft.OpenApi;

namespace ChatFunctions.ApiDescription.Schemas;

/// <summary>
/// Makes JSON Schemas of wire records from what serialises them, <see cref="ChatJson"/>, so that the two can't differ. Records and enums
/// become components of the document and are referred to.
/// </summary>
internal sealed class SchemaMapper(OpenApiDocument document)
{
    private readonly Dictionary<Type, string> _names = [];
    private readonly XmlDocs _docs = XmlDocs.Load();
    private readonly ValidationRules _rules = new();

    public IOpenApiSchema Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(DateTimeOffset))
        {
            return new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time", Pattern = @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$" };
        }

        return System.Type.GetTypeCode(type) switch
        {
            _ when type.IsEnum => Component(type),
            TypeCode.String => new OpenApiSchema { Type = JsonSchemaType.String },
            TypeCode.Boolean => new OpenApiSchema { Type = JsonSchemaType.Boolean },
            TypeCode.Int32 => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
            TypeCode.Int64 => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" },
            TypeCode.Double => new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" },
            _ when type == typeof(JsonElement) => new OpenApiSchema { Type = JsonSchemaType.Object },
            _ => OfMetadata(ChatJson.Options.GetTypeInfo(type)),
        };
    }

    private IOpenApiSchema OfMetadata(JsonTypeInfo metadata) => metadata.Kind switch
    {
        JsonTypeInfoKind.Enumerable => new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(metadata.ElementType!) },
        JsonTypeInfoKind.Dictionary => new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Of(metadata.ElementType!) },
        JsonTypeInfoKind.Object => Component(metadata.Type),
        _ => throw new NotSupportedException($"{metadata.Type} has no schema."),
    };

    private OpenApiSchemaReference Component(Type type)
    {
        if (!_names.TryGetValue(type, out var name))
        {
            _names.Add(type, name = NameOf(type));
            var schema = type.IsEnum ? Enumeration(type) : Shape(ChatJson.Options.GetTypeInfo(type));
            schema.Description = _docs.Of(type);
            SchemaDetails.Apply(type, schema);
            document.AddComponent(name, schema);
        }

        return new OpenApiSchemaReference(name, document);
    }

    /// <summary>A page of rooms is a RoomPage.</summary>
    private static string NameOf(Type type) => type.IsGenericType ? type.GenericTypeArguments[0].Name + type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)] : type.Name;

    private static OpenApiSchema Enumeration(Type type) => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.SerializeToNode(value, ChatJson.Options.GetTypeInfo(type))!)],
    };

    private OpenApiSchema Shape(JsonTypeInfo metadata)
    {
        if (metadata.PolymorphismOptions is { } polymorphism)
        {
            return new OpenApiSchema { OneOf = [.. polymorphism.DerivedTypes.Select(derived => Of(derived.DerivedType))] };
        }

        var schema = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema>(), Required = new HashSet<string>() };
        foreach (var property in metadata.Properties.Where(property => property.Get is not null))
        {
            schema.Properties.Add(property.Name, Property(property));
            if (!property.IsGetNullable || IsWrittenAsNull(property))
            {
                schema.Required.Add(property.Name);
            }
        }

        if (_rules.Apply(metadata.Type, schema))
        {
            AllowNulls(schema);
        }

        return schema;
    }

    /// <summary>In a request null is as good as leaving a field out.</summary>
    private static void AllowNulls(OpenApiSchema request)
    {
        foreach (var name in request.Properties!.Keys.Except(request.Required!).ToArray())
        {
            request.Properties[name] = OrNull(request.Properties[name], nullable: true);
        }
    }

    private IOpenApiSchema Property(JsonPropertyInfo property)
    {
        var schema = OrNull(Of(property.PropertyType), IsWrittenAsNull(property));
        schema.Description = _docs.Of((MemberInfo)property.AttributeProvider!);
        return schema;
    }

    private static IOpenApiSchema OrNull(IOpenApiSchema schema, bool nullable)
    {
        if (nullable && schema is OpenApiSchema { Type: not null } plain)
        {
            plain.Type |= JsonSchemaType.Null;
            return plain;
        }

        return nullable ? new OpenApiSchema { OneOf = [schema, new OpenApiSchema { Type = JsonSchemaType.Null }], Description = schema.Description } : schema;
    }

    /// <summary>Null is left out where a record doesn't say otherwise.</summary>
    private static bool IsWrittenAsNull(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.Never }];
}
