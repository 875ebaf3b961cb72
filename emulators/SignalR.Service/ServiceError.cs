using System.Text.Json.Serialization;

namespace SignalR.Service;

/// <summary>The body of a refused request, in the shape of the real service's data plane.</summary>
internal sealed record ServiceError(string Code, string Message, string? Target = null, IReadOnlyList<ServiceError>? Details = null, object? Inner = null)
{
    private const string CodeHeader = "x-ms-error-code";

    public static Task WriteAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        context.Response.Headers[CodeHeader] = code;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.WriteAsJsonAsync(new ServiceError(code, message), ServiceErrorJson.Default.ServiceError, cancellationToken: context.RequestAborted);
    }

    public static Task WriteUnauthorizedAsync(HttpContext context, string reason)
    {
        context.Response.Headers.WWWAuthenticate = $"Bearer error=\"invalid_token\", error_description=\"{reason}\"";
        return WriteAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized", reason);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ServiceError))]
internal sealed partial class ServiceErrorJson : JsonSerializerContext;
