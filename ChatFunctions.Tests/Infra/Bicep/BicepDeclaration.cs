namespace ChatFunctions.Tests.Infra.Bicep;

/// <param name="Keyword"><c>param</c>, <c>var</c>, <c>resource</c>, <c>module</c>, <c>output</c> or <c>import</c>.</param>
/// <param name="Name">What it is called in its file.</param>
/// <param name="Source">A resource's type and version, a module's or an import's file; otherwise empty.</param>
/// <param name="IsExisting">A resource that is only referred to.</param>
/// <param name="Decorators">What stands above it, each from its name on.</param>
/// <param name="Value">What follows the equals sign; empty: nothing does.</param>
internal sealed record BicepDeclaration(
    string Keyword,
    string Name,
    string Source,
    bool IsExisting,
    int Line,
    IReadOnlyList<IReadOnlyList<BicepToken>> Decorators,
    IReadOnlyList<BicepToken> Value)
{
    public bool IsDecorated(string decorator) => Decorators.Any(tokens => tokens[0].IsName(decorator));

    /// <summary>Everything in it that is evaluated.</summary>
    public IEnumerable<BicepToken> Expressions => Decorators.SelectMany(tokens => tokens.Skip(1)).Concat(Value);

    /// <summary>The members of its object, or of each object that its loop makes, by name; none if it makes none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<BicepToken>> Members => BicepObject.Members(BicepObject.InLoop(Value));
}
