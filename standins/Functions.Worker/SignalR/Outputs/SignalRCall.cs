namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>One call of the service's data-plane REST API (version 2022-06-01).</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path below the hub.</param>
/// <param name="Body">A message's JSON; null for a change of a group.</param>
/// <param name="ConnectionMayBeGone">Whether an answer that there's no such connection is fine.</param>
internal sealed record SignalRCall(HttpMethod Method, string Path, byte[]? Body, bool ConnectionMayBeGone = false);
