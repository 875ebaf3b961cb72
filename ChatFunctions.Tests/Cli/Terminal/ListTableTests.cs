using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Tests.Cli.Terminal;

public sealed class ListTableTests
{
    [Fact]
    public void Without_a_terminal_nothing_is_truncated() =>
        Assert.Equal(["room                unread  id", "A long room’s name       2  gpdpynfjesep"], Shown("A long room’s name", width: null));

    [Theory]
    [InlineData("A long room’s name", "A long room…       2  gpdpynfjesep")]
    [InlineData("漢字漢字漢字漢字", "漢字漢字漢…       2  gpdpynfjesep")]
    public void In_a_narrow_terminal_the_name_is_truncated_and_the_id_is_complete(string name, string row) =>
        Assert.Equal(row, Shown(name, width: 36)[1]);

    [Fact]
    public void Control_characters_are_made_visible() => Assert.StartsWith("␛[2J ", Shown("\e[2J", width: null)[1], StringComparison.Ordinal);

    private static string[] Shown(string name, int? width)
    {
        var table = new ListTable("room", "unread#", "id");
        table.Add(new Piece(name), new Piece("2"), new Piece("gpdpynfjesep"));
        using var output = new StringWriter();
        new Screen(output, TextWriter.Null, json: false, colours: false, width).Table(table);
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd())];
    }
}
