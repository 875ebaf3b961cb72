namespace ChatFunctions.ApiDescription.AsyncApi;

/// <summary>Something that the server sends live.</summary>
/// <param name="Target">The hub method that clients listen to.</param>
/// <param name="Summary">One line.</param>
/// <param name="Description">When it is sent, to whom, and what a client does with it.</param>
/// <param name="Arguments">What the method is called with, in order.</param>
internal sealed record LiveMessage(string Target, string Summary, string Description, params IReadOnlyList<Example> Arguments);
