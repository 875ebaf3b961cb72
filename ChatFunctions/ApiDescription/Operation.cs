using System.Collections.Immutable;
using ChatFunctions.Http;

namespace ChatFunctions.ApiDescription;

/// <summary>
/// What a function can't say of itself: what it is for, what it takes and gives, and how it refuses. What follows from its attributes
/// (verb, route, who may call it, rate limits) or from having a body is added by <see cref="OpenApi.OperationMapper"/>.
/// </summary>
/// <param name="Summary">One line, as a person would say it.</param>
/// <param name="Description">What else a client needs to know; Markdown.</param>
internal sealed record Operation(string Summary, string? Description = null)
{
    public Example? Body { get; private init; }

    public bool RequiresBody { get; private init; }

    public ImmutableList<Parameter> Parameters { get; private init; } = [];

    public ImmutableList<Answer> Answers { get; private init; } = [];

    public ImmutableList<Refusal> Refusals { get; private init; } = [];

    /// <summary>It reads or writes tables, and so fails when they are out of reach.</summary>
    public bool UsesStorage { get; private init; } = true;

    public Operation WithoutStorage() => this with { UsesStorage = false };

    /// <summary>Has a JSON body like this one.</summary>
    public Operation Takes<T>(T body)
        where T : notnull => this with { Body = Example.Of(body), RequiresBody = true };

    /// <summary>Can have a JSON body like this one.</summary>
    public Operation TakesOptional<T>(T body)
        where T : notnull => this with { Body = Example.Of(body) };

    /// <summary>Has parameters besides those in its route.</summary>
    public Operation Asks(params ReadOnlySpan<Parameter> parameters) => this with { Parameters = [.. Parameters, .. parameters] };

    public Operation Gives<T>(int status, string description, T body, params ReadOnlySpan<string> headers)
        where T : notnull => this with { Answers = Answers.Add(new Answer(status, description, "application/json", Example.Of(body), [.. headers])) };

    /// <summary>Answers with no body, or with one that isn't JSON.</summary>
    public Operation Gives(int status, string description, string? mediaType = null, params ReadOnlySpan<string> headers) =>
        this with { Answers = Answers.Add(new Answer(status, description, mediaType, Body: null, [.. headers])) };

    /// <summary>Answers a page of a list, and takes what pages are asked for with.</summary>
    public Operation Lists<T>(string description, T item, int pageSize = Limits.PageSize) =>
        Asks(Query.Limit(pageSize), Query.Cursor).Gives(200, description, new Page<T>([item], Cursor: null));

    public Operation Refuses(params ReadOnlySpan<Refusal> refusals) => this with { Refusals = [.. Refusals, .. refusals] };
}

/// <summary>One way in which an operation succeeds.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Description">What it means.</param>
/// <param name="MediaType">Of the body; null: there is none.</param>
/// <param name="Body">What it is like; null: it isn't JSON of a type.</param>
/// <param name="Headers">Names of headers that it always has, all known to <see cref="OpenApi.Headers"/>.</param>
internal sealed record Answer(int Status, string Description, string? MediaType, Example? Body, ImmutableArray<string> Headers);
