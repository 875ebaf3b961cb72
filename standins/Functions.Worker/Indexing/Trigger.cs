using System.Reflection;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker.SignalR;

namespace Microsoft.Azure.Functions.Worker.Indexing;

/// <summary>What starts a function, and the parameter that says so.</summary>
internal abstract record Trigger(ParameterInfo Parameter)
{
    /// <summary>The trigger's kind in function metadata.</summary>
    public abstract string Type { get; }

    /// <summary>The names of the values that every invocation has.</summary>
    public abstract string[] ValueNames { get; }

    /// <summary>What binding expressions may ask for, in words.</summary>
    public abstract string ValuesForPeople { get; }
}

/// <summary>An HTTP request.</summary>
/// <param name="Parameter">The parameter marked with <see cref="HttpTriggerAttribute"/>.</param>
/// <param name="Route">The route's template below the prefix.</param>
/// <param name="Methods">The methods in upper case; empty for all.</param>
/// <param name="Level">What a caller must show.</param>
internal sealed record HttpTrigger(ParameterInfo Parameter, string Route, string[] Methods, AuthorizationLevel Level) : Trigger(Parameter)
{
    public override string Type => "httpTrigger";

    public override string[] ValueNames { get; } = RouteParameters(Route);

    public override string ValuesForPeople =>
        $"{string.Concat(ValueNames.Select(name => $"{{{name}}}, "))}{{headers.<name>}} and {{query.<name>}}";

    private static string[] RouteParameters(string route)
    {
        try
        {
            return [.. RoutePatternFactory.Parse(route).Parameters.Select(parameter => parameter.Name)];
        }
        catch (RoutePatternException malformed)
        {
            throw new FunctionProblemException($"the route '{route}' is malformed. {malformed.Message}");
        }
    }
}

/// <summary>An event of Azure SignalR Service.</summary>
/// <param name="Parameter">The parameter marked with <see cref="SignalRTriggerAttribute"/>.</param>
/// <param name="Key">The event.</param>
/// <param name="ArgumentNames">The parameters that take a call's arguments, in order.</param>
/// <param name="ConnectionSetting">The setting that describes the connection; null for the usual one.</param>
internal sealed record SignalRTrigger(ParameterInfo Parameter, EventKey Key, string[] ArgumentNames, string? ConnectionSetting)
    : Trigger(Parameter)
{
    public override string Type => "signalRTrigger";

    public override string[] ValueNames => ArgumentNames;

    public override string ValuesForPeople =>
        ArgumentNames.Length == 0 ? "none" : string.Join(", ", ArgumentNames.Select(name => $"{{{name}}}"));
}
