using ChatFunctions.Storage;

namespace ChatFunctions.Tests.Storage;

public sealed class SearchKeyTests
{
    [Theory]
    [InlineData("İZMİR", "izmir")]
    [InlineData("Straße", "STRASSE")]
    [InlineData("Łódź", "lodz")]
    [InlineData("Đặng", "Dang")]
    [InlineData("Rock ’n’ Roll", "rock n roll")]
    [InlineData("Ёлка", "елка")]
    [InlineData("e\u0301a\u0308", "éä")]
    public void Texts_that_differ_in_case_accents_or_apostrophes_have_one_key(string one, string other) => Assert.Equal(SearchKey.Of(other), SearchKey.Of(one));

    [Theory]
    [InlineData("李", "黎")]
    [InlineData("李", "Li")]
    [InlineData("か", "が")]
    [InlineData("C#", "C")]
    [InlineData("🎈", "🎉")]
    public void Texts_with_different_letters_have_different_keys(string one, string other) => Assert.NotEqual(SearchKey.Of(other), SearchKey.Of(one));

    [Theory]
    [InlineData("'")]
    [InlineData("\u0301")]
    [InlineData("~")]
    [InlineData("\ud800")]
    [InlineData("a\udc00b")]
    public void Every_text_has_a_key(string text)
    {
        Assert.NotEmpty(SearchKey.Of(text));
        Assert.All(SearchKey.AllOf(text), key => Assert.True(NameRow.IsKey(key)));
    }

    [Fact]
    public void A_name_has_a_key_from_each_word_on_up_to_eight()
    {
        Assert.Equal(["tom~002do~0020b", "~~o~0020b", "~~b"], SearchKey.AllOf("Tom-O’ B").Select(key => key));
        Assert.Equal(SearchKey.MostWords, SearchKey.AllOf("a b c d e f g h i j k l").Count);
        Assert.Equal(2, SearchKey.AllOf("#general").Count);
    }
}
