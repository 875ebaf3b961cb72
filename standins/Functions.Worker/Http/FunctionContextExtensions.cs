using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The way from an invocation to ASP.NET Core.</summary>
public static class FunctionContextExtensions
{
    // The official key, which fakes of FunctionContext in tests use too.
    internal const string HttpContextKey = "HttpRequestContext";

    /// <summary>
    /// The request's <see cref="HttpContext"/>; null when HTTP didn't start the function, and in middleware that was
    /// added before <c>ConfigureFunctionsWebApplication</c>.
    /// </summary>
    public static HttpContext? GetHttpContext(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items.TryGetValue(HttpContextKey, out var value) ? value as HttpContext : null;
    }
}
