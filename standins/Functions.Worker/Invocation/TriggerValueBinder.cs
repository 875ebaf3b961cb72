using System.Reflection;
using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>Binds a parameter to the trigger's value of the same name.</summary>
internal static class TriggerValueBinder
{
    public static ArgumentBinder For(ParameterInfo parameter, JsonSerializerOptions json)
    {
        var (name, type) = (parameter.Name!, parameter.ParameterType);
        var mayBeAbsent = parameter.HasDefaultValue || !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;
        var absent = AbsentValue(parameter);
        return invocation => invocation.Trigger.Find(name) switch
        {
            { } text => new(TextConverter.Convert(text, type, name, json)),
            null when mayBeAbsent => new(absent),
            null => throw new FunctionInputConverterException(
                $"There is no value for parameter '{name}' of function '{invocation.Function.Name}'. "
                + "Give it a default value or make it nullable."),
        };
    }

    private static object? AbsentValue(ParameterInfo parameter)
    {
        if (!parameter.HasDefaultValue)
            return null;

        var type = parameter.ParameterType;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return parameter.DefaultValue switch
        {
            // Reflection gives null for `= default` of a struct, and the number for a nullable enum.
            null => plain == type && type.IsValueType ? Activator.CreateInstance(type) : null,
            var value => plain.IsEnum ? Enum.ToObject(plain, value) : value,
        };
    }
}
