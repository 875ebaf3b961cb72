using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Indexing;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>One invocation of a function: what the application sees of it, and what the host keeps beside.</summary>
internal sealed class InvocationContext : FunctionContext
{
    private string? _id;
    private TraceContext? _trace;
    private InvocationFeatures? _features;
    private IDictionary<object, object>? _items;

    public InvocationContext(FunctionDescriptor function, TriggerData trigger, HttpContext request)
    {
        Function = function;
        Trigger = trigger;
        Request = request;
        InstanceServices = request.RequestServices;
        CancellationToken = request.RequestAborted;
    }

    public FunctionDescriptor Function { get; }

    public TriggerData Trigger { get; }

    /// <summary>The request behind the invocation: the caller's, or for a SignalR trigger the service's.</summary>
    public HttpContext Request { get; }

    /// <summary>The values of the function's <see cref="FunctionDescriptor.Inputs"/>.</summary>
    public object?[] Inputs { get; set; } = [];

    /// <summary>What the function returned, or what middleware put in its place.</summary>
    public object? Result { get; set; }

    /// <summary>The values of the function's <see cref="FunctionDescriptor.Outputs"/>; empty until it has run.</summary>
    public object?[] Outputs { get; set; } = [];

    public override string InvocationId => _id ??= Guid.NewGuid().ToString();

    public override string FunctionId => Function.Definition.Id;

    public override TraceContext TraceContext => _trace ??= new ActivityTraceContext(Activity.Current, Request.Request.Headers);

    public override BindingContext BindingContext => Trigger;

    // As in the official worker, there is no retry context without a retry policy.
    public override RetryContext RetryContext => null!;

    public override IServiceProvider InstanceServices { get; set; }

    public override FunctionDefinition FunctionDefinition => Function.Definition;

    public override IDictionary<object, object> Items
    {
        get => _items ??= new Dictionary<object, object>();
        set => _items = value;
    }

    public override IInvocationFeatures Features => _features ??= new InvocationFeatures(this);

    public override CancellationToken CancellationToken { get; }

    /// <summary>The host's view of a context, also of one that middleware has wrapped.</summary>
    public static InvocationContext Of(FunctionContext context) =>
        context as InvocationContext
        ?? context.Features.Get<InvocationContext>()
        ?? throw new InvalidOperationException("The FunctionContext is not one of this host's and does not pass on the host's features.");
}
