using Spectre.Console;

namespace ChatFunctions.Cli.Terminal;

internal static class Styles
{
    public static Style Dim { get; } = new(decoration: Decoration.Dim);

    public static Style Bold { get; } = new(decoration: Decoration.Bold);

    public static Style Room { get; } = new(Color.FromInt32(37));
}
