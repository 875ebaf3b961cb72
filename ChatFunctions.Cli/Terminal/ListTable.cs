using System.Globalization;
using System.Text;
using Spectre.Console;

namespace ChatFunctions.Cli.Terminal;

/// <summary>
/// A table with a row for each item. If the terminal is too narrow, the first column is shortened; ids are complete so that they can be copied.
/// All text is made safe here.
/// </summary>
/// <param name="headings">The headings; one that ends with <c>#</c> is a column of numbers.</param>
internal sealed class ListTable(params string[] headings)
{
    private const int Gap = 2;
    private const int NarrowestName = 8;
    private const char Cut = '…';

    private readonly List<Piece[]> _rows = [];

    public void Add(params Piece[] cells) => _rows.Add([.. cells.Select(cell => cell with { Text = SafeText.Line(cell.Text) })]);

    /// <param name="width">The terminal's columns; null: no terminal, so nothing is shortened.</param>
    public Table Render(int? width)
    {
        var nameWidth = width is { } columns ? Math.Max(NarrowestName, columns - WidthWithoutName()) : int.MaxValue;
        var table = new Table { Border = TableBorder.None };
        foreach (var heading in headings)
        {
            var column = new TableColumn(new Text(heading.TrimEnd('#'), Styles.Dim)) { NoWrap = true, Padding = new Padding(0, 0, Gap, 0) };
            table.AddColumn(heading.EndsWith('#') ? column.RightAligned() : column);
        }

        foreach (var row in _rows)
        {
            table.AddRow(row.Select((cell, index) => new Text(index == 0 ? Fit(cell.Text, nameWidth) : cell.Text, cell.Style)));
        }

        return table;
    }

    private int WidthWithoutName() => (Gap * headings.Length) + Enumerable.Range(1, headings.Length - 1)
        .Sum(column => _rows.Select(row => row[column].Text.GetCellWidth()).Append(headings[column].TrimEnd('#').Length).Max());

    private static string Fit(string text, int width)
    {
        if (text.GetCellWidth() <= width)
        {
            return text;
        }

        var fitting = new StringBuilder();
        var used = Cut.GetCellWidth();
        for (var characters = StringInfo.GetTextElementEnumerator(text); characters.MoveNext();)
        {
            var character = characters.GetTextElement();
            if ((used += character.GetCellWidth()) > width)
            {
                break;
            }

            fitting.Append(character);
        }

        return fitting.Append(Cut).ToString();
    }
}
