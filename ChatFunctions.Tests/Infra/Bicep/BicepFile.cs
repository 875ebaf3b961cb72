namespace ChatFunctions.Tests.Infra.Bicep;

/// <summary>
/// The declarations of a Bicep file. This is no compiler: it knows names and where they are used, but neither types nor values, and
/// it refuses what the project doesn't use (<c>func</c>, <c>type</c>, <c>using</c>, wildcard imports).
/// </summary>
/// <param name="Path">Relative to the folder of all files, with slashes.</param>
internal sealed record BicepFile(string Path, IReadOnlyList<BicepDeclaration> Declarations)
{
    public static BicepFile Parse(string path, string text)
    {
        var declarations = new List<BicepDeclaration>();
        var decorators = new List<IReadOnlyList<BicepToken>>();
        foreach (var statement in BicepObject.Split(BicepTokenizer.Read(text)))
        {
            if (statement[0].Is("@"))
            {
                decorators.Add([.. statement.Skip(1)]);
                continue;
            }

            declarations.AddRange(Read(path, statement, decorators));
            decorators = [];
        }

        return new BicepFile(path, declarations);
    }

    public IEnumerable<BicepDeclaration> Of(string keyword) => Declarations.Where(declaration => declaration.Keyword == keyword);

    private static IEnumerable<BicepDeclaration> Read(
        string path, IReadOnlyList<BicepToken> statement, IReadOnlyList<IReadOnlyList<BicepToken>> decorators)
    {
        var (keyword, line) = (statement[0].Text, statement[0].Line);
        var equals = Index(statement, token => token.Is("="));
        IReadOnlyList<BicepToken> value = [.. statement.Skip(equals + 1)];
        return keyword switch
        {
            "targetScope" => [],
            "import" => Import(statement, line),
            "param" => [new(keyword, statement[1].Text, "", false, line, decorators, value)],
            "var" or "output" => [new(keyword, statement[1].Text, "", false, line, decorators, value)],
            "resource" or "module" =>
                [new(keyword, statement[1].Text, statement[2].Text, statement[3].IsName("existing"), line, decorators, value)],
            _ => throw new FormatException($"{path}({line}): a statement that begins with '{keyword}' can't be read here."),
        };
    }

    private static IEnumerable<BicepDeclaration> Import(IReadOnlyList<BicepToken> statement, int line)
    {
        var from = Index(statement, token => token.IsName("from"));
        return statement.Take(from).Skip(1)
            .Where(token => token.Kind is BicepTokenKind.Name)
            .Select(token => new BicepDeclaration("import", token.Text, statement[from + 1].Text, false, line, [], []));
    }

    private static int Index(IReadOnlyList<BicepToken> statement, Func<BicepToken, bool> sought)
    {
        for (var i = 0; i < statement.Count; i++)
            if (sought(statement[i]))
                return i;
        return statement.Count;
    }
}
