namespace ChatFunctions.Tests.Infra.Bicep;

/// <summary>Reads the members of an object literal, one level deep.</summary>
internal static class BicepObject
{
    /// <param name="tokens">Those of an expression; anything but <c>{ ... }</c> has no members.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<BicepToken>> Members(IReadOnlyList<BicepToken> tokens)
    {
        var members = new Dictionary<string, IReadOnlyList<BicepToken>>();
        if (tokens.Count == 0 || !tokens[0].Is("{"))
            return members;

        foreach (var member in Split(tokens.Skip(1).SkipLast(1)))
            if (member.Count > 2 && member[1].Is(":"))
                members.Add(member[0].Text, [.. member.Skip(2)]);
        return members;
    }

    /// <summary>What <c>[for ... in ...: value]</c> makes for each; anything else as it is.</summary>
    public static IReadOnlyList<BicepToken> InLoop(IReadOnlyList<BicepToken> tokens)
    {
        if (tokens.Count == 0 || !tokens[0].Is("[") || tokens.Skip(1).FirstOrDefault(token => token.Kind is not BicepTokenKind.NewLine)?.IsName("for") is not true)
            return tokens;

        return [.. tokens.SkipWhile(token => !token.Is(":")).Skip(1).SkipLast(1).SkipWhile(IsNewLine).Reverse().SkipWhile(IsNewLine).Reverse()];

        static bool IsNewLine(BicepToken token) => token.Kind is BicepTokenKind.NewLine;
    }

    /// <summary>
    /// Cuts at the line ends and commas that are in no brackets; a line that begins with <c>?</c> or <c>:</c> continues the one before.
    /// </summary>
    public static IEnumerable<IReadOnlyList<BicepToken>> Split(IEnumerable<BicepToken> tokens)
    {
        var part = new List<BicepToken>();
        var depth = 0;
        var ended = false;
        foreach (var token in tokens)
        {
            if (ended && token.Kind is not BicepTokenKind.NewLine && !token.Is("?") && !token.Is(":"))
            {
                yield return part;
                part = [];
            }

            ended = depth == 0 && part.Count > 0 && (token.Kind is BicepTokenKind.NewLine || token.Is(","));
            depth += Depth(token);
            if (depth > 0 || !(token.Kind is BicepTokenKind.NewLine || token.Is(",")))
                part.Add(token);
        }

        if (part.Count > 0)
            yield return part;
    }

    private static int Depth(BicepToken token) =>
        token.Is("{") || token.Is("[") || token.Is("(") ? 1 : token.Is("}") || token.Is("]") || token.Is(")") ? -1 : 0;
}
