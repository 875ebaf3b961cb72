namespace SignalR.Service.Rest;

/// <summary>The answer to a REST call: a status, and for a refusal its code and what it means.</summary>
internal readonly record struct RestReply(int Status, string? ErrorCode = null, string? Message = null)
{
    public static RestReply Ok { get; } = new(StatusCodes.Status200OK);

    public static RestReply Accepted { get; } = new(StatusCodes.Status202Accepted);

    public static RestReply NoContent { get; } = new(StatusCodes.Status204NoContent);

    public static RestReply BadRequest(string message) => new(StatusCodes.Status400BadRequest, "Error.Request.Invalid", message);

    public static RestReply NotFound(string errorCode, string message) => new(StatusCodes.Status404NotFound, errorCode, message);

    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        return ErrorCode is null ? Task.CompletedTask : ServiceError.WriteAsync(context, Status, ErrorCode, Message ?? "");
    }
}
