namespace ChatFunctions.Live;

/// <summary>An answer with live messages and changes of groups.</summary>
internal sealed class LiveResponse
{
    [HttpResult]
    public required IResult Response { get; init; }

    /// <summary>Users who join or leave a room's group.</summary>
    [SignalROutput(HubName = Hub.Name)]
    public SignalRGroupAction[]? Groups { get; init; }

    [SignalROutput(HubName = Hub.Name)]
    public SignalRMessageAction[]? Messages { get; init; }
}

/// <summary>Live messages and changes of groups without an answer.</summary>
internal sealed class LiveEvent
{
    [SignalROutput(HubName = Hub.Name)]
    public SignalRGroupAction[]? Groups { get; init; }

    [SignalROutput(HubName = Hub.Name)]
    public SignalRMessageAction[]? Messages { get; init; }
}

internal static class LiveResponseTasks
{
    public static async Task<LiveResponse> ToLive<T>(this Task<Outcome<T>> task, Func<T, LiveResponse> answer)
    {
        var outcome = await task;
        return outcome.Refusal is { } refusal ? new LiveResponse { Response = Problem.Of(refusal) } : answer(outcome.Value);
    }
}
