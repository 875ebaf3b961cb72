using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Tests.Cli.Terminal;

public sealed class NameColoursTests
{
    [Fact]
    public void A_users_colour_is_the_same_in_every_process() =>
        Assert.Equal("mediumorchid3", NameColours.Of("0195f3a2c1d47e8f9a0b1c2d3e4f5a6b").Foreground.ToString());

    [Fact]
    public void Users_have_different_colours() =>
        Assert.True(Enumerable.Range(0, 100).Select(number => NameColours.Of($"user{number}").Foreground).Distinct().Count() > 10);
}
