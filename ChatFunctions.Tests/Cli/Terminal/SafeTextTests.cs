using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Tests.Cli.Terminal;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("plain – ünïcödé 漢字", "plain – ünïcödé 漢字")]
    [InlineData("👩‍👩‍👧 👍🏽", "👩‍👩‍👧 👍🏽")]
    [InlineData("\e[31mred", "␛[31mred")]
    [InlineData("a\u007fb\0c", "a␡b␀c")]
    [InlineData("\u009b31m", "\uFFFD31m")]
    [InlineData("\u202Egnp.exe", "\uFFFDgnp.exe")]
    [InlineData("one\r\ntwo\tthree", "one two    three")]
    [InlineData(null, "")]
    public void What_a_terminal_would_obey_is_shown_instead(string? text, string expected) => Assert.Equal(expected, SafeText.Line(text));

    [Fact]
    public void Half_of_a_character_is_replaced() => Assert.Equal("a\uFFFDb", SafeText.Line("a" + (char)0xD800 + "b"));

    [Fact]
    public void Lines_stay_apart() => Assert.Equal(["one", "", "two"], SafeText.Lines("one\r\n\ntwo"));
}
