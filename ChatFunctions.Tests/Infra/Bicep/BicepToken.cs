namespace ChatFunctions.Tests.Infra.Bicep;

internal enum BicepTokenKind
{
    Name,
    Text,
    Number,
    Sign,
    NewLine,
}

/// <param name="Text">What stands in the file; of a text, what is between its quotes.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Inner">The tokens of the expressions that are interpolated into a text.</param>
internal sealed record BicepToken(BicepTokenKind Kind, string Text, int Line, IReadOnlyList<BicepToken> Inner)
{
    public bool Is(string sign) => Kind is BicepTokenKind.Sign && Text == sign;

    public bool IsName(string name) => Kind is BicepTokenKind.Name && Text == name;
}
