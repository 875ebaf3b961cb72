using System.Globalization;
using System.Text.Json;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.OpenApi;

namespace ChatFunctions.ApiDescription.Schemas;

/// <summary>Puts what a request's validator demands into the request's schema, as far as JSON Schema can say it.</summary>
internal sealed class ValidationRules
{
    private readonly Dictionary<Type, IValidator> _validators = typeof(ValidationRules).Assembly.GetTypes()
        .Where(type => type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(AbstractValidator<>))
        .ToDictionary(type => type.BaseType!.GenericTypeArguments[0], type => (IValidator)Activator.CreateInstance(type)!);

    /// <returns>Whether it is a request: whether there is a validator for it.</returns>
    public bool Apply(Type type, OpenApiSchema schema)
    {
        if (!_validators.TryGetValue(type, out var validator))
        {
            return false;
        }

        foreach (var rule in validator.CreateDescriptor().Rules)
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(rule.PropertyName);
            foreach (var component in rule.Components)
            {
                if (component.Validator is INotNullValidator or INotEmptyValidator && !component.HasCondition)
                {
                    schema.Required!.Add(name);
                }

                if (schema.Properties![name] is OpenApiSchema property)
                {
                    Apply(component.Validator, property);
                }
            }
        }

        return true;
    }

    private static void Apply(IPropertyValidator validator, OpenApiSchema property)
    {
        switch (validator)
        {
            case ILengthValidator length when property.Type == JsonSchemaType.Array:
                (property.MinItems, property.MaxItems) = (length.Min, length.Max);
                break;
            case ILengthValidator length:
                (property.MinLength, property.MaxLength) = (Math.Max(length.Min, property.MinLength ?? 0), length.Max);
                break;
            case INotEmptyValidator when property.Type == JsonSchemaType.String:
                property.MinLength ??= 1;
                break;
            case IRegularExpressionValidator pattern:
                property.Pattern = pattern.Expression;
                break;
            case IBetweenValidator between:
                (property.Minimum, property.Maximum) = (Text(between.From), Text(between.To));
                break;
            case IComparisonValidator { Comparison: Comparison.GreaterThan } least:
                property.ExclusiveMinimum = Text(least.ValueToCompare);
                break;
            case IComparisonValidator { Comparison: Comparison.LessThanOrEqual } most when property.Type == JsonSchemaType.Array:
                property.MaxItems = (int)most.ValueToCompare;
                break;
        }
    }

    private static string Text(object number) => Convert.ToString(number, CultureInfo.InvariantCulture)!;
}
