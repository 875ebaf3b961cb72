using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ChatFunctions.Hosting;
using ChatFunctions.Rooms;
using ChatFunctions.Rooms.Log;
using FluentValidation;

namespace ChatFunctions.Tests.Hosting;

/// <summary>Compares the schemas of both documents with the records that the app reads and writes.</summary>
public sealed class SchemaTests
{
    /// <summary>Schemas without a record: a format, the constants of <see cref="Limits"/>, the rate limits by name, and the framework's own type.</summary>
    private static readonly string[] WithoutRecord = ["Timestamp", "Problem", "PublishedLimits", "PublishedRateLimits"];

    private static readonly JsonObject LiveSchemas = Documents.AsyncApi["components"]!["schemas"]!.AsObject();

    private static readonly Dictionary<string, Type> Records = typeof(ChatJsonContext).GetProperties()
        .Where(property => property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(JsonTypeInfo<>))
        .Select(property => property.PropertyType.GenericTypeArguments[0])
        .Where(type => type.Assembly == typeof(Limits).Assembly && Nullable.GetUnderlyingType(type) is null && !type.IsArray)
        .ToDictionary(NameOf);

    public static TheoryData<string> Names => [.. Records.Keys];

    [Fact]
    public void Every_record_has_a_schema_and_every_schema_a_record() => Assert.Equal(
        Records.Keys.Concat(WithoutRecord).Order(), Documents.Schemas.Concat(LiveSchemas).Select(schema => schema.Key).Distinct().Order());

    [Fact]
    public void Every_limit_is_described() => Assert.Equal(
        ServiceFunctions.Published(new AttachmentOptions(), new RateLimitOptions().Published).Keys.Order(), Documents.Schemas["PublishedLimits"]!["properties"]!.AsObject().Select(property => property.Key).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void A_schema_has_the_fields_of_its_record(string name)
    {
        var type = Records[name];
        var schema = (Documents.Schemas[name] ?? LiveSchemas[name])!.AsObject();
        var metadata = ChatJson.Options.GetTypeInfo(type);
        if (type.IsEnum)
        {
            Assert.Equal(Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName), Values(schema));
            return;
        }

        if (metadata.PolymorphismOptions is { } polymorphism)
        {
            Assert.Equal(polymorphism.DerivedTypes.Select(derived => derived.DerivedType.Name), schema["oneOf"]!.AsArray().Select(each => Describe(each!)));
            return;
        }

        var properties = metadata.Properties.Where(property => property.Get is not null).ToArray();
        Assert.Equal(
            properties.Select(property => $"{property.Name}: {(type == typeof(CreateRoomRequest) && property.Name == "kind" ? "string" : Describe(property.PropertyType))}").Order(),
            schema["properties"]!.AsObject().Select(property => $"{property.Key}: {Describe(property.Value!)}").Order());
        if (!typeof(Limits).Assembly.GetTypes().Any(each => each.IsSubclassOf(typeof(AbstractValidator<>).MakeGenericType(type))))
        {
            var always = properties.Where(property => !property.IsGetNullable || IsWrittenAsNull(property)).Select(property => property.Name);
            Assert.Equal(always.Order(), (schema["required"]?.AsArray() ?? []).Select(each => (string)each!).Order());
        }
    }

    [Fact]
    public void The_described_event_types_are_those_of_the_app()
    {
        Assert.Equal([Message.MessageType], Values(Documents.Schemas["Message"]!["properties"]!["type"]!));
        Assert.Equal(Enum.GetNames<RoomChangeType>().Select(JsonNamingPolicy.CamelCase.ConvertName), Values(Documents.Schemas["RoomChange"]!["properties"]!["type"]!));
    }

    [Fact]
    public void A_schema_in_both_documents_is_the_same() => Assert.All(
        Documents.Schemas.Where(schema => LiveSchemas.ContainsKey(schema.Key)),
        schema => Assert.True(JsonNode.DeepEquals(schema.Value, Unwrap(LiveSchemas[schema.Key])), schema.Key));

    /// <summary>AsyncAPI needs <c>allOf</c> around a reference with a description; OpenAPI doesn't.</summary>
    private static JsonNode? Unwrap(JsonNode? node) => node switch
    {
        JsonArray array => new JsonArray([.. array.Select(Unwrap)]),
        JsonObject schema => new JsonObject(schema
            .SelectMany(member => member.Key == "allOf" ? [.. member.Value![0]!.AsObject()] : new[] { member })
            .Select(member => KeyValuePair.Create(member.Key, Unwrap(member.Value)))),
        _ => node?.DeepClone(),
    };

    private static IEnumerable<string> Values(JsonNode schema) => schema["enum"]!.AsArray().Select(value => (string)value!);

    private static string NameOf(Type type) => type.IsGenericType ? $"{type.GenericTypeArguments[0].Name}Page" : type.Name;

    private static string Describe(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return Type.GetTypeCode(type) switch
        {
            _ when type == typeof(DateTimeOffset) => "Timestamp",
            _ when type == typeof(JsonElement) => "object",
            _ when type.IsEnum => type.Name,
            TypeCode.String => "string",
            TypeCode.Boolean => "boolean",
            TypeCode.Int32 => "integer int32",
            TypeCode.Int64 => "integer int64",
            TypeCode.Double => "number double",
            _ => ChatJson.Options.GetTypeInfo(type) switch
            {
                { Kind: JsonTypeInfoKind.Enumerable } list => $"array of {Describe(list.ElementType!)}",
                { Kind: JsonTypeInfoKind.Dictionary } map => $"map of {Describe(map.ElementType!)}",
                _ => NameOf(type),
            },
        };
    }

    private static string Describe(JsonNode schema)
    {
        if ((string?)schema["$ref"] is { } reference)
        {
            return reference[(reference.LastIndexOf('/') + 1)..];
        }

        if ((schema["oneOf"] ?? schema["allOf"]) is JsonArray { Count: > 0 } either)
        {
            return Describe(either[0]!);
        }

        var type = schema["type"] is JsonArray nullable ? (string)nullable[0]! : (string)schema["type"]!;
        return type switch
        {
            "array" => $"array of {Describe(schema["items"]!)}",
            "object" when schema["additionalProperties"] is { } values => $"map of {Describe(values)}",
            _ => $"{type} {schema["format"]}".TrimEnd(),
        };
    }

    private static bool IsWrittenAsNull(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.Never }];
}
