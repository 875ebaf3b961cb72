using Spectre.Console;

namespace ChatFunctions.Cli.Terminal;

/// <summary>Lists of people and rooms as tables. Every cell's text is made safe here.</summary>
internal static class Tables
{
    /// <param name="columns">Their headings; one that ends in <c>#</c> holds numbers.</param>
    public static Table New(params IEnumerable<string> columns)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var heading in columns)
        {
            var isNumber = heading.EndsWith('#');
            var column = new TableColumn(new Text(heading.TrimEnd('#'), Styles.Dim)) { NoWrap = true, Padding = new Padding(0, 0, 2, 0) };
            table.AddColumn(isNumber ? column.RightAligned() : column);
        }

        return table;
    }

    public static Text Cell(string? text, Style? style = null) => new(SafeText.Line(text), style) { Overflow = Overflow.Ellipsis };

    public static Text Name(string userId, string username) => Cell(username, NameColours.Of(userId));
}
