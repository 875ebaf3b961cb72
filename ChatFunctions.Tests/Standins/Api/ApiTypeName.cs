using System.Reflection;

namespace ChatFunctions.Tests.Standins.Api;

/// <summary>A type as C# writes it, without its namespace.</summary>
internal static class ApiTypeName
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(double)] = "double",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(void)] = "void",
    };

    public static string Of(Type type)
    {
        if (type.IsByRef || type.IsArray)
            return Of(type.GetElementType()!) + (type.IsArray ? "[]" : "");
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Of(value) + "?";
        if (type.IsGenericParameter)
            return type.Name;
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;

        var outer = type.IsNested ? $"{Of(type.DeclaringType!)}." : "";
        return outer + type.Name.Split('`')[0] + Arguments(type.GetGenericArguments());
    }

    /// <summary>Generic parameters or arguments in angle brackets; nothing where there are none.</summary>
    public static string Arguments(Type[] arguments) => arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(Of))}>";

    /// <summary>What generic parameters must be.</summary>
    public static string Constraints(Type[] parameters) => string.Concat(parameters.Where(parameter => parameter.IsGenericParameter).Select(Constraint));

    private static string Constraint(Type parameter)
    {
        var special = parameter.GenericParameterAttributes & GenericParameterAttributes.SpecialConstraintMask;
        string[] constraints =
        [
            .. special.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? (IEnumerable<string>)["class"] : [],
            .. parameter.GetGenericParameterConstraints().Select(Of),
            .. special.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) ? (IEnumerable<string>)["new()"] : [],
        ];
        return constraints.Length == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", constraints)}";
    }
}
