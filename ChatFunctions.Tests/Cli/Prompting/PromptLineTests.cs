using ChatFunctions.Cli.Prompting;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Tests.Cli.Prompting;

/// <summary>The prompt and incoming lines on one terminal.</summary>
public sealed class PromptLineTests : IDisposable
{
    private const int Width = 20;

    private readonly TerminalRows _terminal = new();
    private readonly Screen _screen;
    private readonly PromptLine _prompt;

    public PromptLineTests()
    {
        _screen = new Screen(_terminal, _terminal, json: false, colours: false, Width);
        _prompt = new PromptLine(_terminal, "Tea> ", () => Width);
        _screen.Keep(_prompt);
    }

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public void A_line_printed_while_typing_appears_above_the_input()
    {
        Type("half a ");
        _screen.Line(new Piece("09:05 "), new Piece("ada: hello"));
        _screen.Remark("Live connection lost.");
        Type("line");

        Assert.Equal(["09:05 ada: hello", "Live connection lost.", "Tea> half a line"], _terminal.Shown);
        Assert.Equal("Tea> half a line".Length, _terminal.Column);
    }

    [Fact]
    public void A_text_longer_than_the_terminal_stays_on_one_row()
    {
        Type("a text that is longer than that");
        _screen.Line(new Piece("09:05 ada: hello"));

        Assert.Equal(["09:05 ada: hello", "Tea> nger than that"], _terminal.Shown);
    }

    [Fact]
    public void The_prompt_is_erased_when_it_ends()
    {
        Type("never sent");
        _screen.Keep(null);
        _screen.Line(new Piece("09:05 ada: hello"));

        Assert.Equal(["09:05 ada: hello", ""], _terminal.Shown);
    }

    private void Type(string text)
    {
        foreach (var c in text)
        {
            _screen.Redraw(() => _prompt.Editor.Press(new ConsoleKeyInfo(c, ConsoleKey.None, shift: false, alt: false, control: false)));
        }
    }
}
