using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FluentValidation;
using FluentValidation.Internal;
using FluentValidation.Validators;

namespace ChatFunctions.Tests.Hosting;

/// <summary>Compares the schemas of requests with the validators that the app uses.</summary>
public sealed partial class RequestSchemaTests
{
    private static readonly string[] Keywords = ["minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum", "exclusiveMinimum", "pattern"];

    private static readonly Dictionary<string, IValidator> Validators = typeof(Limits).Assembly.GetTypes()
        .Where(type => type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(AbstractValidator<>))
        .ToDictionary(type => type.BaseType!.GenericTypeArguments[0].Name, type => (IValidator)Activator.CreateInstance(type)!);

    /// <summary>Rules that validators implement as code.</summary>
    private static readonly Dictionary<string, string> WrittenAsCode = new()
    {
        ["SendMessageRequest"] = $"attachments maxItems {Limits.AttachmentsPerMessage}",
        ["SendNotificationRequest"] = "to required",
        ["RenewPresenceRequest"] = $"rooms maxItems {Limits.RoomsPerHeartbeat}",
    };

    public static TheoryData<string> Requests => [.. Validators.Keys];

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_has_the_limits_of_its_validator(string request)
    {
        var schema = Documents.Schemas[request]!.AsObject();
        var expected = new HashSet<string>(WrittenAsCode.TryGetValue(request, out var rule) ? [rule] : []);
        foreach (var (property, component) in RulesOf(Validators[request]))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property);
            var isArray = schema["properties"]![name]!["type"]?.ToString().Contains("array", StringComparison.Ordinal) == true;
            expected.UnionWith(Limit(component.Validator, isArray).Where(limit => limit != "minLength 0").Select(limit => $"{name} {limit}"));
            if (component.Validator is (INotNullValidator or INotEmptyValidator) && !component.HasCondition)
            {
                expected.Add($"{name} required");
            }
        }

        // The higher one of two lower limits applies.
        expected.RemoveWhere(limit => limit.EndsWith(" minLength 1", StringComparison.Ordinal)
            && expected.Any(other => other != limit && other.StartsWith(limit[..^1], StringComparison.Ordinal)));
        Assert.Equal(expected.Order(), LimitsOf(schema).Order());
    }

    [Fact]
    public void A_range_in_a_description_is_the_range_of_the_schema()
    {
        var ranges =
            from schema in Documents.Schemas
            from property in schema.Value!["properties"]?.AsObject() ?? []
            let range = Range().Match((string?)property.Value!["description"] ?? "")
            where range.Success
            select (Said: (Number(range, 1), Number(range, 2)), Property: property.Value!.AsObject());

        Assert.True(ranges.Count() > 5);
        Assert.All(ranges, range => Assert.Equal(
            range.Said, ((int)(range.Property["minLength"] ?? range.Property["minimum"])!, (int)(range.Property["maxLength"] ?? range.Property["maximum"])!)));

        static int Number(Match range, int group) => int.Parse(range.Groups[group].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }

    /// <summary>The rules of a validator and of the validators that it includes.</summary>
    private static IEnumerable<(string Property, IRuleComponent Component)> RulesOf(IValidator validator) =>
        from rule in validator.CreateDescriptor().Rules
        from component in rule.Components
        from each in component.Validator is IChildValidatorAdaptor included && rule.PropertyName is null
            ? RulesOf((IValidator)Activator.CreateInstance(included.ValidatorType)!)
            : [(rule.PropertyName, component)]
        select each;

    private static IEnumerable<string> LimitsOf(JsonObject schema) =>
        (from property in schema["properties"]!.AsObject()
         from keyword in Keywords
         where property.Value![keyword] is not null
         select $"{property.Key} {keyword} {property.Value![keyword]}")
        .Concat((schema["required"]?.AsArray() ?? []).Select(name => $"{name} required"));

    private static string[] Limit(IPropertyValidator validator, bool isArray) => validator switch
    {
        ILengthValidator length when isArray => [$"minItems {length.Min}", $"maxItems {length.Max}"],
        ILengthValidator length => [$"minLength {length.Min}", $"maxLength {length.Max}"],
        INotEmptyValidator => ["minLength 1"],
        IRegularExpressionValidator pattern => [$"pattern {pattern.Expression}"],
        IBetweenValidator between => [$"minimum {between.From}", $"maximum {between.To}"],
        IComparisonValidator { Comparison: Comparison.GreaterThan } least => [$"exclusiveMinimum {least.ValueToCompare}"],
        IComparisonValidator { Comparison: Comparison.LessThanOrEqual } most when isArray => [$"maxItems {most.ValueToCompare}"],
        _ => [],
    };

    [GeneratedRegex(@"\b(\d[\d,]*) to (\d[\d,]*)\b")]
    private static partial Regex Range();
}
