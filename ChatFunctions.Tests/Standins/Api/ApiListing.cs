using System.Reflection;
using System.Runtime.CompilerServices;

namespace ChatFunctions.Tests.Standins.Api;

/// <summary>
/// What an assembly lets others see, a line for each type and each member that it declares, as C# would declare them: modifiers, types,
/// names of parameters, defaults, accessors, constraints, and how an attribute may be used. Whether null is allowed isn't told.
/// </summary>
internal static class ApiListing
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<string> Of(Assembly assembly) => Of(assembly.GetExportedTypes());

    public static IReadOnlyList<string> Of(params Type[] types) => [.. types.SelectMany(Lines).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Lines(Type type)
    {
        var members = type.IsEnum || typeof(Delegate).IsAssignableFrom(type) ? [] : type.GetMembers(Declared).Select(ApiMember.Of);
        return members.Concat(type.IsEnum ? Values(type) : []).OfType<string>().Select(member => $"{type.FullName}: {member}").Append($"{type.FullName} = {Declaration(type)}");
    }

    private static IEnumerable<string> Values(Type type) =>
        Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), provider: null)}");

    private static string Declaration(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"delegate {ApiTypeName.Of(invoke.ReturnType)}({ApiMember.Parameters(invoke)})";
        }

        string[] bases =
        [
            .. type is { IsClass: true, BaseType: { } parent } && parent != typeof(object) && parent != typeof(Attribute) ? (IEnumerable<string>)[ApiTypeName.Of(parent)] : [],
            .. type.IsEnum ? Enumerable.Empty<string>() : type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).Select(ApiTypeName.Of).Order(StringComparer.Ordinal),
        ];
        return Kind(type) + (bases.Length == 0 ? "" : $" : {string.Join(", ", bases)}")
            + ApiTypeName.Constraints(type.GetGenericArguments()) + Usage(type);
    }

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => "enum",
        { IsValueType: true } => type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly struct" : "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Usage(Type type)
    {
        if (!typeof(Attribute).IsAssignableFrom(type))
            return "";
        var usage = type.GetCustomAttribute<AttributeUsageAttribute>() ?? new AttributeUsageAttribute(AttributeTargets.All);
        return $" on {usage.ValidOn}{(usage.AllowMultiple ? ", many" : "")}{(usage.Inherited ? "" : ", not inherited")}";
    }
}
