namespace Microsoft.Azure.Functions.Worker.Indexing;

/// <summary>Gathers what can't work, so that one start tells all of it.</summary>
internal sealed class StartupProblems
{
    private readonly List<string> _problems = [];

    public void Add(string function, string problem) => _problems.Add($"Function '{function}': {problem}");

    public void Add(string problem) => _problems.Add(problem);

    /// <exception cref="InvalidOperationException">There are problems; the message lists them.</exception>
    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
        {
            throw new InvalidOperationException(
                "The function app cannot start." + string.Concat(_problems.Select(problem => $"\n  {problem}")));
        }
    }
}

/// <summary>One thing that can't work, said for whoever wrote the function.</summary>
internal sealed class FunctionProblemException(string message) : Exception(message);
