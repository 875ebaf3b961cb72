namespace ChatFunctions.Tests;

public class CreationDateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 14, 30, 0, TimeSpan.Zero);
    private static readonly Ids Ids = new(new FakeTimeProvider(Now));

    [Fact]
    public void A_room_tells_the_day_when_it_was_made() => Assert.Equal(new DateTimeOffset(Now.Date, TimeSpan.Zero), CreationDate.OfRoom(Ids.NewRoomId()));

    [Fact]
    public void A_user_tells_the_moment_of_registering() => Assert.Equal(Now, CreationDate.OfUser(Ids.NewId()));

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
    public void Other_rooms_don_t_tell(string roomId) => Assert.Null(CreationDate.OfRoom(roomId));

    [Theory]
    [InlineData("ada")]
    [InlineData("0123456789ab4def8123456789abcdef")]
    [InlineData("xxxxxxxxxxxx7def8123456789abcdef")]
    [InlineData("ffffffffffff7def8123456789abcdef")]
    public void Other_users_don_t_tell(string userId) => Assert.Null(CreationDate.OfUser(userId));

    [Fact]
    public void Every_day_until_2109_has_a_mark_of_its_own()
    {
        var first = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var marks = Enumerable.Range(0, 32_768).Select(day => CreationDate.Mark(first.AddDays(day))).ToArray();

        Assert.Equal(marks.Length, marks.Distinct().Count());
        Assert.Equal(marks.Order(StringComparer.Ordinal), marks);
        Assert.Equal(marks[^1], CreationDate.Mark(new DateTimeOffset(2400, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal(marks[0], CreationDate.Mark(default));
    }

    [Fact]
    public void An_invitation_leads_to_its_room_whichever_kind_of_id_that_has()
    {
        var roomId = Ids.NewRoomId();

        Assert.Equal(roomId, Ids.RoomIdOfInvitation(Ids.NewInvitationCode(roomId)));
        Assert.Equal("0123456789ab", Ids.RoomIdOfInvitation(Ids.NewInvitationCode("0123456789ab")));
        Assert.Null(Ids.RoomIdOfInvitation(roomId));
    }
}
