using ChatFunctions.Messages;

namespace ChatFunctions.Tests.Messages;

public sealed class SearchWordsTests
{
    [Theory]
    [InlineData("Ça dépend du Café", "cafe", "Café")]
    [InlineData("Ça dépend du cafe\u0301!", "CAFÉ", "cafe\u0301")]
    [InlineData("Don’t wait", "dont", "Don’t")]
    [InlineData("die Straße", "strasse", "Straße")]
    [InlineData("Привет, мир", "привет", "Привет")]
    [InlineData("release 2.4 is out", "2.4", "2.4")]
    [InlineData("see example.com/a for more", "example.com", "example.com")]
    [InlineData("東京に行く", "京に", "京に")]
    [InlineData("done 🎉 today", "🎉", "🎉")]
    public void A_word_is_found_without_case_and_accents(string text, string search, string found) => Assert.Equal([found], Places(text, search));

    [Theory]
    [InlineData("the harbour opens", "harb", true)]
    [InlineData("the harbour opens", "harb ", false)]
    [InlineData("the harbour opens", "arbour", false)]
    [InlineData("the harbour opens", "opens the harbour", true)]
    [InlineData("the harbour opens", "harb opens", false)]
    [InlineData("the harbour opens", "harbour closes", false)]
    [InlineData("the harbour opens", "\"harbour opens\"", true)]
    [InlineData("the harbour, opens", "\"Harbour  opens\"", true)]
    [InlineData("the harbour opens", "\"opens harbour\"", false)]
    [InlineData("the harbour opens", "\"the harb\"", false)]
    [InlineData("the harbour opens", "\"the harb", true)]
    [InlineData("the harbour opens", "the +", true)]
    public void Every_word_must_be_there_and_only_the_last_may_be_incomplete(string text, string search, bool isFound) =>
        Assert.Equal(isFound, SearchTerm.Parse(search).TrueForAll(term => term.In(SearchWords.Of(text)).Any()));

    [Theory]
    [InlineData("")]
    [InlineData(" \t")]
    [InlineData("+ -")]
    [InlineData("\"\"")]
    public void A_search_without_a_word_is_empty(string search) => Assert.Empty(SearchTerm.Parse(search));

    [Fact]
    public void Every_position_is_returned() => Assert.Equal(["tea", "Tea"], Places("tea? Tea!", "tea"));

    private static string[] Places(string text, string search) =>
        [.. SearchTerm.Parse(search).SelectMany(term => term.In(SearchWords.Of(text))).Select(place => text.Substring(place.Start, place.Length))];
}
