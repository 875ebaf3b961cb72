using Microsoft.Azure.Functions.Worker.Indexing;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>The functions that listen to events, at most one an event.</summary>
internal sealed class SignalRListeners(SignalRConnections connections, StartupProblems problems)
{
    private readonly Dictionary<EventKey, SignalRFunction> _functions = [];

    public IReadOnlyDictionary<EventKey, SignalRFunction> Functions => _functions;

    public void Add(FunctionDescriptor function, SignalRTrigger trigger, Func<SignalRConnection, SignalRFunction> make)
    {
        try
        {
            var (hub, category, name) = trigger.Key;
            if (!_functions.TryAdd(trigger.Key, make(connections.Get(trigger.ConnectionSetting))))
                problems.Add(function.Name, $"another function listens to {category}/{name} of the hub {hub} already.");
        }
        catch (FunctionProblemException problem)
        {
            problems.Add(function.Name, problem.Message);
        }
    }
}
