using System.Globalization;
using Spectre.Console;

namespace ChatFunctions.Cli.Prompting;

/// <summary>
/// The line at the bottom of a terminal into which a message is typed. It stays on one row, however long the text is, so that it can
/// be taken away and put back around whatever else is written. (Control sequences: ECMA-48, EL and CHA.)
/// </summary>
/// <param name="terminal">Where it is drawn.</param>
/// <param name="label">What stands before the text; must be safe.</param>
/// <param name="width">Columns of the terminal, now.</param>
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
