using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker.Indexing;
using Microsoft.Extensions.Primitives;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>
/// A text of a binding's attribute in which <c>{name}</c>, <c>{headers.name}</c> and <c>{query.name}</c> stand for values of the trigger,
/// and <c>%name%</c> for a setting. What a trigger gives is the caller's word: unverified.
/// </summary>
internal sealed partial class BindingExpression
{
    private readonly string _text;
    private readonly Func<InvocationContext, string>[]? _parts;

    private BindingExpression(string text, Func<InvocationContext, string>[]? parts) => (_text, _parts) = (text, parts);

    /// <summary>The text, if no trigger's value takes part.</summary>
    public string? Constant => _parts is null ? _text : null;

    /// <exception cref="FunctionProblemException">It asks for a value that the trigger doesn't give.</exception>
    public static BindingExpression Parse(string text, Trigger trigger)
    {
        var parts = new List<Func<InvocationContext, string>>();
        var end = 0;
        foreach (Match match in Placeholder().Matches(text))
        {
            Literal(text[end..match.Index]);
            parts.Add(Value(match.Groups[1].Value, text, trigger));
            end = match.Index + match.Length;
        }

        if (parts.Count == 0)
            return new(text, null);

        Literal(text[end..]);
        return new(text, [.. parts]);

        void Literal(string literal)
        {
            if (literal.Length > 0)
                parts.Add(_ => literal);
        }
    }

    /// <exception cref="InvalidOperationException">The trigger gave no such value this time.</exception>
    public string Resolve(InvocationContext invocation)
    {
        if (_parts is null)
            return _text;

        if (_parts is [var only])
            return only(invocation);

        var resolved = new StringBuilder();
        foreach (var part in _parts)
            resolved.Append(part(invocation));

        return resolved.ToString();
    }

    private static Func<InvocationContext, string> Value(string name, string text, Trigger trigger)
    {
        if (trigger is HttpTrigger && Below(name, "headers.") is { } header)
            return invocation => Required(invocation.Request.Request.Headers.TryGetValue(header, out var values), values, name, text);

        if (trigger is HttpTrigger && Below(name, "query.") is { } parameter)
            return invocation => Required(invocation.Request.Request.Query.TryGetValue(parameter, out var values), values, name, text);

        if (trigger.ValueNames.Contains(name, StringComparer.OrdinalIgnoreCase))
            return invocation => invocation.Trigger.Find(name) ?? "";

        throw new FunctionProblemException(
            $"the expression '{{{name}}}' in '{text}' names no value of its trigger. {trigger.Type} gives {trigger.ValuesForPeople}.");
    }

    private static string Required(bool given, StringValues values, string name, string text) =>
        given ? values.ToString() : throw new InvalidOperationException($"The request has no value for '{{{name}}}' in '{text}'.");

    private static string? Below(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? name[prefix.Length..] : null;

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Placeholder();
}
