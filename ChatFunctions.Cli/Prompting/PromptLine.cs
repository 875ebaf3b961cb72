using System.Globalization;
using Spectre.Console;

namespace ChatFunctions.Cli.Prompting;

/// <summary>
/// The input line at the bottom of a terminal. It uses one row regardless of the text's length, so that it can be erased and redrawn around
/// other output. (Control sequences: ECMA-48, EL and CHA.)
/// </summary>
/// <param name="terminal">The terminal.</param>
/// <param name="label">The label before the text; must be safe.</param>
/// <param name="width">The terminal's current number of columns.</param>
internal sealed class PromptLine(TextWriter terminal, string label, Func<int> width)
{
    private const string EraseRow = "\r\e[K";

    public LineEditor Editor { get; } = new();

    public void Erase() => terminal.Write(EraseRow);

    public void Draw()
    {
        var before = label.GetCellWidth();
        var (text, column) = Editor.View(Math.Max(1, width() - before));
        terminal.Write(string.Create(CultureInfo.InvariantCulture, $"{EraseRow}{label}{text}\e[{before + column + 1}G"));
    }
}
