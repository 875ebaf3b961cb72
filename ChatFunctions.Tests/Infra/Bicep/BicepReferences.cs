namespace ChatFunctions.Tests.Infra.Bicep;

/// <summary>
/// Which names an expression refers to. Names that loops and lambdas bring in count as declared in the whole of the declaration
/// that holds them, not just in their bodies.
/// </summary>
internal sealed class BicepReferences
{
    private static readonly string[] Words = ["true", "false", "null", "for", "in", "if"];

    private readonly HashSet<string> _locals = [];

    public BicepReferences(BicepDeclaration declaration) => Read([.. declaration.Expressions]);

    /// <summary>Names of params, vars, resources, modules and imports, each with its line.</summary>
    public List<(string Name, int Line)> Symbols { get; } = [];

    public List<(string Name, int Line)> Functions { get; } = [];

    /// <summary>Outputs that are asked of modules.</summary>
    public List<(string Module, string Output, int Line)> Outputs { get; } = [];

    private void Read(IReadOnlyList<BicepToken> tokens)
    {
        FindLocals(tokens);
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            Read(token.Inner);
            if (token.Kind is not BicepTokenKind.Name || Words.Contains(token.Text) || At(tokens, i - 1).Is(".") || IsMemberName(tokens, i))
                continue;
            if (At(tokens, i + 1).Is("("))
                Functions.Add((token.Text, token.Line));
            else if (!_locals.Contains(token.Text))
                Symbols.Add((token.Text, token.Line));
            if (At(tokens, i + 1).Is(".") && At(tokens, i + 2).IsName("outputs") && At(tokens, i + 3).Is("."))
                Outputs.Add((token.Text, At(tokens, i + 4).Text, token.Line));
        }
    }

    private void FindLocals(IReadOnlyList<BicepToken> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var isLoop = At(tokens, i - 1).IsName("for") && At(tokens, i + 1).IsName("in");
            var isLambda = At(tokens, i + 1).Is("=") && At(tokens, i + 2).Is(">");
            if (tokens[i].Kind is BicepTokenKind.Name && (isLoop || isLambda))
                _locals.Add(tokens[i].Text);
        }
    }

    /// <summary>In <c>{ name: value }</c>, but not in <c>condition ? name : value</c>.</summary>
    private static bool IsMemberName(IReadOnlyList<BicepToken> tokens, int i)
    {
        var before = At(tokens, i - 1);
        return At(tokens, i + 1).Is(":") && (before.Kind is BicepTokenKind.NewLine || before.Is("{") || before.Is(","));
    }

    private static BicepToken At(IReadOnlyList<BicepToken> tokens, int i) =>
        i >= 0 && i < tokens.Count ? tokens[i] : new BicepToken(BicepTokenKind.NewLine, "", 0, []);
}
