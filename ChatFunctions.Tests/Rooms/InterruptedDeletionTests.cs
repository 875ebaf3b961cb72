using System.Net;
using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Log;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Rooms;

/// <summary>
/// A deletion that was interrupted right after its commit, in a room with more members than one commit removes. The remaining members
/// can't see the room.
/// </summary>
public sealed class InterruptedDeletionTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    public static TheoryData<string, string, string?, int> Calls => new()
    {
        { "GET", "", null, 120 },
        { "GET", "/messages", null, 120 },
        { "GET", "/messages", null, MemberReadMarkers.Capacity + 20 },
        { "GET", "/messages?before=9", null, 120 },
        { "GET", "/messages/1", null, 120 },
        { "GET", "/events?after=0", null, 120 },
        { "GET", "/members", null, 120 },
        { "PUT", "/read", """{"seq":1}""", 120 },
        { "POST", "/typing", null, 120 },
        { "POST", "/join", null, 120 },
        { "PATCH", "", """{"name":"mine"}""", 120 },
        { "GET", "/invitations", null, 120 },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_remaining_member_gets_404_after_an_interrupted_deletion(string method, string path, string? body, int members)
    {
        using var ada = await chat.NewUserAsync();
        using var last = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("hall");
        await chat.App.AddMembersAsync(roomId, ada, members);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{last.Id}", new { role = "admin" });
        await ada.SendMessageAsync(roomId, "hello");
        await BeginAsync(ada, roomId);
        var store = chat.App.Services.GetRequiredService<RoomStore>();
        Assert.NotNull(await store.FindAsync<MemberRow>(roomId, RoomKeys.Member(last.Id), CancellationToken.None));

        await last.RefusedAsync(404, "room_not_found", new HttpMethod(method), $"rooms/{roomId}{path}", body);
    }

    [Fact]
    public async Task The_commit_of_a_deletion_removes_the_owner_and_as_many_members_as_fit()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("hall");
        await chat.App.AddMembersAsync(roomId, ada, DeleteRoom.MostMembers);

        var deleted = await BeginAsync(ada, roomId);

        Assert.Equal(0, deleted.MemberCount);
    }

    /// <summary>Commits a deletion without the work that follows it.</summary>
    private async Task<RoomHead> BeginAsync(ChatUser owner, string roomId)
    {
        var members = Enumerable.Range(0, DeleteRoom.MostMembers).Select(n => $"extra{n:D4}").ToList();
        var appended = await chat.App.Services.GetRequiredService<RoomAppender>()
            .AppendAsync(roomId, new DeleteRoom(new Actor(owner.Id, owner.Username), members));
        Assert.Null(appended.Refusal);
        return appended.Value.Head!;
    }
}
