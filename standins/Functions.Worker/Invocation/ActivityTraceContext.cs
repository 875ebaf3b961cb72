using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>The trace of the request's activity or, where nothing listens and so none was made, of its headers.</summary>
internal sealed class ActivityTraceContext(Activity? activity, IHeaderDictionary headers) : TraceContext
{
    public override string TraceParent { get; } = activity?.Id ?? headers.TraceParent.ToString();

    public override string TraceState { get; } = activity?.TraceStateString ?? headers.TraceState.ToString();
}
