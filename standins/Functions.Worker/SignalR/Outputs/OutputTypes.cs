using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>Which types of properties and returned values may hold messages.</summary>
internal static class OutputTypes
{
    private static readonly Type[] Never =
        [typeof(void), typeof(byte[]), typeof(Delegate), typeof(Stream), typeof(Task), typeof(IResult), typeof(IActionResult)];

    private static readonly HashSet<Type> Scalars =
    [
        typeof(decimal), typeof(Guid), typeof(Uri), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(DateOnly), typeof(TimeOnly),
    ];

    /// <summary>Whether the type's JSON may be an object, an array of objects, or null. A string may hold such JSON.</summary>
    public static bool CanBeSent(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return !plain.IsPrimitive && !plain.IsEnum && !Scalars.Contains(plain)
            && !Never.Any(never => never.IsAssignableFrom(plain))
            && (plain.GetElementType() is not { } element || CanBeSent(element));
    }
}
