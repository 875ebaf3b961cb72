namespace ChatFunctions.Tests;

public class CreationDateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 14, 30, 0, TimeSpan.Zero);
    private static readonly Ids Ids = new(new FakeTimeProvider(Now));

    [Fact]
    public void A_room_id_contains_the_day_of_creation() => Assert.Equal(new DateTimeOffset(Now.Date, TimeSpan.Zero), CreationDate.OfRoom(Ids.NewRoomId()));

    [Fact]
    public void A_user_id_contains_the_time_of_registration() => Assert.Equal(Now, CreationDate.OfUser(Ids.NewId()));

    [Fact]
    public void A_direct_room_is_as_old_as_the_younger_of_its_users()
    {
        var older = new Ids(new FakeTimeProvider(Now.AddDays(-400))).NewId();

        var room = Ids.DirectRoomId(Ids.NewId(), older);

        Assert.True(Ids.IsDirectRoom(room));
        Assert.Equal(new DateTimeOffset(Now.Date, TimeSpan.Zero), CreationDate.OfRoom(room));
    }

    [Theory]
    [InlineData("0123456789ab")]
    [InlineData("0123456789abcdefghjkmnpqrs")]
    [InlineData("iii0123456789ab")]
    [InlineData("")]
    public void Other_room_ids_contain_no_date(string roomId) => Assert.Null(CreationDate.OfRoom(roomId));

    [Theory]
    [InlineData("ada")]
    [InlineData("0123456789ab4def8123456789abcdef")]
    [InlineData("xxxxxxxxxxxx7def8123456789abcdef")]
    [InlineData("ffffffffffff7def8123456789abcdef")]
    public void Other_user_ids_contain_no_date(string userId) => Assert.Null(CreationDate.OfUser(userId));

    [Fact]
    public void Every_day_until_2109_has_its_own_code()
    {
        var first = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var marks = Enumerable.Range(0, 32_768).Select(day => CreationDate.Mark(first.AddDays(day))).ToArray();

        Assert.Equal(marks.Length, marks.Distinct().Count());
        Assert.Equal(marks.Order(StringComparer.Ordinal), marks);
        Assert.Equal(marks[^1], CreationDate.Mark(new DateTimeOffset(2400, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal(marks[0], CreationDate.Mark(default));
    }

    [Fact]
    public void An_invitation_code_contains_the_room_id_of_any_kind()
    {
        var roomId = Ids.NewRoomId();

        Assert.Equal(roomId, Ids.RoomIdOfInvitation(Ids.NewInvitationCode(roomId)));
        Assert.Equal("0123456789ab", Ids.RoomIdOfInvitation(Ids.NewInvitationCode("0123456789ab")));
        Assert.Null(Ids.RoomIdOfInvitation(roomId));
    }
}
