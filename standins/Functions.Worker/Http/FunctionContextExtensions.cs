using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The way from an invocation to ASP.NET Core.</summary>
public static class FunctionContextExtensions
{
    /// <summary>The request's <see cref="HttpContext"/>; null when HTTP didn't start the function or the integration isn't configured.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context) => throw new NotImplementedException();
}
