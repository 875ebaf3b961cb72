using System.Reflection;

namespace ChatFunctions.Http;

/// <summary>Finds what a function's method says about itself.</summary>
internal static class FunctionMethod
{
    /// <param name="entryPoint">As the worker names it: <c>Namespace.Class.Method</c>.</param>
    public static T? Find<T>(string entryPoint)
        where T : Attribute
    {
        var dot = entryPoint.LastIndexOf('.');
        return typeof(FunctionMethod).Assembly.GetType(entryPoint[..dot])?.GetMethod(entryPoint[(dot + 1)..])?.GetCustomAttribute<T>();
    }
}
