using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker.Invocation;

namespace Microsoft.Azure.Functions.Worker.Indexing;

/// <summary>Finds the methods marked with <see cref="FunctionAttribute"/> and works out how each is started, called and answered.</summary>
internal sealed partial class FunctionIndexer(
    TriggerReader triggers, ArgumentBinderSelector arguments, OutputReader outputs, StartupProblems problems)
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The functions in the order in which the host tries them: by name, whatever its case.</summary>
    public FunctionDescriptor[] Index(IEnumerable<Type> types)
    {
        var functions = new SortedDictionary<string, FunctionDescriptor>(StringComparer.OrdinalIgnoreCase);
        foreach (var method in types.SelectMany(type => type.GetMethods(Declared)))
        {
            if (method.GetCustomAttribute<FunctionAttribute>(inherit: false) is not { Name: var name })
                continue;

            if (functions.ContainsKey(name))
                problems.Add(name, "there are two functions of that name; names differ by more than case. Rename one.");
            else if (Describe(name, method) is { } function)
                functions.Add(name, function);
        }

        return [.. functions.Values];
    }

    private FunctionDescriptor? Describe(string name, MethodInfo method)
    {
        try
        {
            CheckMethod(name, method);
            var trigger = triggers.Read(name, method);
            var (binders, inputs, inputMetadata) = arguments.Select(method, trigger);
            var outputBindings = outputs.Read(method, trigger);
            return new FunctionDescriptor
            {
                Name = name,
                Method = method,
                Trigger = trigger,
                Parameters = binders,
                Inputs = inputs,
                Outputs = outputBindings,
                Definition = new WorkerFunctionDefinition(name, method, inputMetadata, OutputReader.Metadata(outputBindings, trigger)),
            };
        }
        catch (FunctionProblemException problem)
        {
            problems.Add(name, problem.Message);
            return null;
        }
    }

    private static void CheckMethod(string name, MethodInfo method)
    {
        if (!FunctionName().IsMatch(name))
            throw new FunctionProblemException("a name starts with a letter and goes on with at most 127 letters, digits, '_' and '-'.");

        if (!method.IsPublic)
            throw new FunctionProblemException($"the method {method.Name} must be public.");

        if (method.ContainsGenericParameters || (method.DeclaringType!.IsAbstract && !method.IsStatic))
        {
            throw new FunctionProblemException(
                $"the method {method.Name} must be static or in a class that can be made, and have no type parameters.");
        }

        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
            throw new FunctionProblemException("an async method must return Task; nobody awaits async void.");

        if (!method.DeclaringType!.IsVisible && ReturnedValue.IsValueTask(method.ReturnType))
        {
            throw new FunctionProblemException(
                "the worker awaits a ValueTask only of a public class; return Task, or make the class public.");
        }

        if (method.GetParameters().FirstOrDefault(parameter => parameter.ParameterType.IsByRef) is { } byRef)
            throw new FunctionProblemException($"the parameter '{byRef.Name}' must not be ref, in or out.");
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,127}$")]
    private static partial Regex FunctionName();
}
