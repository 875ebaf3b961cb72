using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>Brings the ways in which a method can return to one.</summary>
internal static class ReturnedValue
{
    /// <summary>What a method of that return type gives in the end; <c>void</c> for nothing.</summary>
    public static Type TypeOf(Type returned) =>
        returned == typeof(Task) || returned == typeof(ValueTask) ? typeof(void)
        : IsGeneric(returned, typeof(Task<>)) || IsGeneric(returned, typeof(ValueTask<>)) ? returned.GenericTypeArguments[0]
        : returned;

    /// <summary>An expression for a <see cref="ValueTask{TResult}"/> of what the call gives in the end.</summary>
    public static Expression Adapt(MethodCallExpression call)
    {
        var returned = call.Type;
        return returned == typeof(void) ? Expression.Block(call, Expression.Default(typeof(ValueTask<object?>)))
            : returned == typeof(Task) ? Through(nameof(FromTask), call)
            : returned == typeof(ValueTask) ? Through(nameof(FromValueTask), call)
            : IsGeneric(returned, typeof(Task<>)) ? Through(nameof(FromTaskOf), call, returned.GenericTypeArguments)
            : IsGeneric(returned, typeof(ValueTask<>)) ? Through(nameof(FromValueTaskOf), call, returned.GenericTypeArguments)
            : Expression.Call(typeof(ValueTask), nameof(ValueTask.FromResult), [typeof(object)], Expression.Convert(call, typeof(object)));
    }

    public static bool IsValueTask(Type returned) => returned == typeof(ValueTask) || IsGeneric(returned, typeof(ValueTask<>));

    public static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    private static MethodCallExpression Through(string adapter, Expression call, params Type[] typeArguments)
    {
        var method = typeof(ReturnedValue).GetMethod(adapter, BindingFlags.NonPublic | BindingFlags.Static)!;
        return Expression.Call(typeArguments.Length == 0 ? method : method.MakeGenericMethod(typeArguments), call);
    }

    private static async ValueTask<object?> FromTask(Task task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> FromValueTask(ValueTask task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> FromTaskOf<T>(Task<T> task) => await task;

    private static async ValueTask<object?> FromValueTaskOf<T>(ValueTask<T> task) => await task;
}
