using Microsoft.AspNetCore.Http;

namespace ChatFunctions.Http;

/// <summary>A value, or the refusal that came instead of it.</summary>
public readonly struct Outcome<T>
{
    private readonly T? _value;

    private Outcome(T? value, Refusal? refusal) => (_value, Refusal) = (value, refusal);

    public Refusal? Refusal { get; }

    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public T Value => Refusal is null ? _value! : throw new InvalidOperationException($"Refused: {Refusal.Code}");

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}

/// <summary>Chains steps that can refuse, so that a function reads as one sentence: read, then do, then answer.</summary>
public static class OutcomeTasks
{
    public static async Task<Outcome<TNext>> Then<T, TNext>(this Task<Outcome<T>> task, Func<T, Task<Outcome<TNext>>> next)
    {
        var outcome = await task;
        return outcome.Refusal is { } refusal ? refusal : await next(outcome.Value);
    }

    public static async Task<IResult> ToResult<T>(this Task<Outcome<T>> task, Func<T, IResult> answer)
    {
        var outcome = await task;
        return outcome.Refusal is { } refusal ? Problem.Of(refusal) : answer(outcome.Value);
    }
}
