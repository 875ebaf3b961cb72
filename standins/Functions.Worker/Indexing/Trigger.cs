using System.Reflection;

namespace Microsoft.Azure.Functions.Worker.Indexing;

/// <summary>What starts a function, and the parameter that says so.</summary>
internal abstract record Trigger(ParameterInfo Parameter)
{
    /// <summary>The trigger's kind in function metadata.</summary>
    public abstract string Type { get; }
}

/// <summary>An HTTP request.</summary>
/// <param name="Parameter">The parameter marked with <see cref="HttpTriggerAttribute"/>.</param>
/// <param name="Route">The route's template below the prefix.</param>
/// <param name="Methods">The methods in upper case; empty for all.</param>
/// <param name="Level">What a caller must show.</param>
internal sealed record HttpTrigger(ParameterInfo Parameter, string Route, string[] Methods, AuthorizationLevel Level) : Trigger(Parameter)
{
    public override string Type => "httpTrigger";
}

/// <summary>An event of Azure SignalR Service.</summary>
internal sealed record SignalRTrigger(ParameterInfo Parameter, string Hub, string Category, string Event, string[] ArgumentNames, string ConnectionSetting)
    : Trigger(Parameter)
{
    public override string Type => "signalRTrigger";
}
