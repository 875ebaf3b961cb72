using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>Which types of properties and returned values may hold messages.</summary>
internal static class OutputTypes
{
    private static readonly Type[] Never = [typeof(void), typeof(byte[]), typeof(Delegate), typeof(Stream), typeof(Task), typeof(IResult), typeof(IActionResult)];

    /// <summary>Whether the type's JSON may be an object, an array of objects, or null. A string may hold such JSON.</summary>
    public static bool CanBeSent(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var isScalar = plain.IsPrimitive || plain.IsEnum || plain == typeof(decimal) || plain == typeof(Guid) || plain == typeof(Uri)
            || plain == typeof(DateTime) || plain == typeof(DateTimeOffset) || plain == typeof(TimeSpan) || plain == typeof(DateOnly) || plain == typeof(TimeOnly);
        return !isScalar && !Never.Any(never => never.IsAssignableFrom(plain)) && (plain.GetElementType() is not { } element || CanBeSent(element));
    }
}
