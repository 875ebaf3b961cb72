using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ChatFunctions.Tests.Standins.Api;

/// <summary>A member as C# would declare it.</summary>
internal static class ApiMember
{
    /// <returns>Null for what others can't see, and for the methods that a property is made of.</returns>
    public static string? Of(MemberInfo member) => member switch
    {
        ConstructorInfo constructor when IsSeen(constructor) => $"{Access(constructor)} {Simple(constructor.DeclaringType!)}({Parameters(constructor)})",
        MethodInfo method when IsSeen(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) => Method(method),
        PropertyInfo property => Property(property),
        FieldInfo field when field.IsPublic || field.IsFamily =>
            $"{(field.IsPublic ? "public" : "protected")}{(field.IsStatic ? " static" : "")}{(field.IsInitOnly ? " readonly" : "")} {ApiTypeName.Of(field.FieldType)} {field.Name}",
        _ => null,
    };

    public static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select((parameter, i) => Parameter(parameter, i, method)));

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? method.GetGenericArguments() : [];
        return $"{Access(method)}{Modifiers(method)} {ApiTypeName.Of(method.ReturnType)} {method.Name}{ApiTypeName.Arguments(generic)}"
            + $"({Parameters(method)}){ApiTypeName.Constraints(generic)}";
    }

    private static string? Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsSeen).ToArray();
        if (accessors.Length == 0)
            return null;

        var widest = accessors.MaxBy(accessor => accessor.IsPublic)!;
        var index = property.GetIndexParameters();
        var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(parameter => $"{ApiTypeName.Of(parameter.ParameterType)} {parameter.Name}"))}]";
        return $"{Access(widest)}{Modifiers(widest)} {ApiTypeName.Of(property.PropertyType)} {name} {{ {string.Concat(accessors.Order(GetFirst).Select(Accessor))}}}";

        string Accessor(MethodInfo accessor) => (accessor.IsPublic == widest.IsPublic ? "" : "protected ")
            + (accessor == property.GetMethod ? "get; " : IsInit(accessor) ? "init; " : "set; ");
    }

    private static readonly Comparer<MethodInfo> GetFirst =
        Comparer<MethodInfo>.Create((left, right) => string.CompareOrdinal(left.Name.Split('.')[^1], right.Name.Split('.')[^1]));

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Access(MethodBase method) => method.IsPublic ? "public" : "protected";

    private static string Modifiers(MethodInfo method) => method switch
    {
        { IsStatic: true } => " static",
        { DeclaringType.IsInterface: true } => "",
        { IsAbstract: true } => " abstract",
        _ when method.GetBaseDefinition() != method => " override",
        { IsVirtual: true, IsFinal: false } => " virtual",
        _ => "",
    };

    private static string Simple(Type type) => type.Name.Split('`')[0];

    private static string Parameter(ParameterInfo parameter, int position, MethodBase method)
    {
        var modifier = position == 0 && method.IsDefined(typeof(ExtensionAttribute)) ? "this "
            : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params "
            : parameter.IsOut ? "out "
            : parameter.ParameterType.IsByRef ? "ref "
            : "";
        return $"{modifier}{ApiTypeName.Of(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {Default(parameter)}" : "")}";
    }

    private static string Default(ParameterInfo parameter) => parameter.RawDefaultValue switch
    {
        null => parameter.ParameterType.IsValueType ? "default" : "null",
        string text => $"\"{text}\"",
        var value when parameter.ParameterType.IsEnum => $"{ApiTypeName.Of(parameter.ParameterType)}.{Enum.ToObject(parameter.ParameterType, value)}",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
