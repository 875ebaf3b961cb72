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
    public void Control_characters_are_made_visible(string? text, string expected) => Assert.Equal(expected, SafeText.Line(text));

    [Fact]
    public void Half_of_a_surrogate_pair_is_replaced() => Assert.Equal("a\uFFFDb", SafeText.Line("a" + (char)0xD800 + "b"));

    [Fact]
    public void Line_breaks_are_kept() => Assert.Equal(["one", "", "two"], SafeText.Lines("one\r\n\ntwo"));
}
