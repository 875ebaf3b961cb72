using ChatFunctions.Cli.Prompting;

namespace ChatFunctions.Tests.Cli.Prompting;

public sealed class LineEditorTests
{
    private readonly LineEditor _editor = new();

    [Fact]
    public void Keys_work_as_in_a_shell()
    {
        Type("hello wrld");
        Press(ConsoleKey.LeftArrow, ConsoleKey.LeftArrow, ConsoleKey.LeftArrow);
        Type("o");
        Press(ConsoleKey.Home, ConsoleKey.Delete);
        Type("H");
        Press(ConsoleKey.End, ConsoleKey.Backspace);
        Type("d!");

        Assert.Equal("Hello world!", _editor.Text);
    }

    [Fact]
    public void Control_W_deletes_a_word_and_control_U_everything_before_the_cursor()
    {
        Type("one two three");
        Control(ConsoleKey.W);
        Assert.Equal("one two ", _editor.Text);

        Press(ConsoleKey.LeftArrow);
        Control(ConsoleKey.U);
        Assert.Equal(" ", _editor.Text);
    }

    [Theory]
    [InlineData("👍🏽")]
    [InlineData("👩‍👩‍👧")]
    [InlineData("e\u0301")]
    public void Backspace_deletes_one_visible_character(string character)
    {
        Type($"a{character}");

        Press(ConsoleKey.Backspace);

        Assert.Equal("a", _editor.Text);
    }

    [Fact]
    public void Keys_without_a_character_insert_nothing()
    {
        Type("a");
        Press(ConsoleKey.F1, ConsoleKey.Escape, ConsoleKey.UpArrow, ConsoleKey.Tab);

        Assert.Equal("a", _editor.Text);
    }

    [Theory]
    [InlineData("abc", 10, "abc", 3)]
    [InlineData("abcdefghij", 5, "ghij", 4)]
    [InlineData("漢字漢字", 6, "漢字", 4)]
    public void The_part_around_the_cursor_is_shown(string text, int width, string shown, int column)
    {
        Type(text);

        Assert.Equal((shown, column), _editor.View(width));
    }

    [Fact]
    public void The_beginning_is_shown_when_the_cursor_is_at_the_beginning()
    {
        Type("abcdefghij");
        Press(ConsoleKey.Home);

        Assert.Equal(("abcd", 0), _editor.View(5));
    }

    private void Type(string text)
    {
        foreach (var c in text)
        {
            _editor.Press(new ConsoleKeyInfo(c, ConsoleKey.None, shift: false, alt: false, control: false));
        }
    }

    private void Press(params ConsoleKey[] keys)
    {
        foreach (var key in keys)
        {
            _editor.Press(new ConsoleKeyInfo('\0', key, shift: false, alt: false, control: false));
        }
    }

    private void Control(ConsoleKey key) =>
        _editor.Press(new ConsoleKeyInfo((char)(key - ConsoleKey.A + 1), key, shift: false, alt: false, control: true));
}
