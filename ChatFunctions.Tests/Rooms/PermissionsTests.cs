using ChatFunctions.Rooms.Log;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Rooms;

public sealed class PermissionsTests
{
    [Fact]
    public void The_table_in_the_docs_matches_the_code()
    {
        var documented = Rows().ToDictionary(row => row[0], row => row[1..]);

        foreach (var action in Enum.GetValues<RoomAction>())
        {
            var row = documented.Single(pair => pair.Key.EndsWith($"(`{action}`)", StringComparison.Ordinal)).Value;
            Assert.Equal(Enum.GetValues<Role>().Select(role => YesOrNo(RoomKind.Private, role, action)), row[..4]);
            Assert.Equal(Enum.GetValues<Role>().Select(role => YesOrNo(RoomKind.Public, role, action)), row[..4]);
            Assert.Equal(YesOrNo(RoomKind.Direct, Role.Member, action), row[4].Split(',')[0]);
        }

        Assert.Equal(Enum.GetValues<RoomAction>().Length, documented.Count);
    }

    [Fact]
    public void The_columns_of_the_table_are_the_roles()
    {
        var columns = Lines().First().Split('|', StringSplitOptions.TrimEntries)[2..6];

        Assert.Equal(Enum.GetValues<Role>().Select(role => role.ToString().ToLowerInvariant()), columns);
    }

    [Theory]
    [InlineData(RoomKind.Private, 404, "room_not_found")]
    [InlineData(RoomKind.Direct, 404, "room_not_found")]
    [InlineData(RoomKind.Public, 403, "not_a_member")]
    public void A_stranger_may_do_nothing(RoomKind kind, int status, string code) => Assert.All(Enum.GetValues<RoomAction>(), action =>
    {
        var refusal = Permissions.Refuse(new RoomHead { Kind = kind }, member: null, action);
        Assert.Equal((status, code), (refusal!.Status, refusal.Code));
    });

    private static string YesOrNo(RoomKind kind, Role role, RoomAction action) => Permissions.Allow(kind, role, action) ? "yes" : "no";

    private static IEnumerable<string[]> Rows() => Lines().Skip(2).Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]);

    private static IEnumerable<string> Lines() =>
        File.ReadLines(RepositoryRoot.Combine("docs", "permissions.md")).SkipWhile(line => line is not ['|', ..]).TakeWhile(line => line is ['|', ..]);
}
