using System.Net;
using System.Text.Json.Nodes;
using Azure;
using Azure.Data.Tables;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Rooms.Log;

/// <summary>The readers row and the member rows always agree, and rooms with too many members work without a readers row.</summary>
public sealed class MemberReadMarkersTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task The_readers_row_matches_the_member_rows_after_concurrent_joins_leaves_and_reads()
    {
        using var ada = await chat.NewUserAsync();
        ChatUser[] others = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => chat.NewUserAsync()));
        var roomId = await ada.CreateRoomAsync("tea", others);
        await using var other = await chat.StartAnotherAsync();

        await Task.WhenAll(others.Select((user, place) => LiveAsync(user, other.Url, leaves: place % 2 == 0)));

        var members = await chat.App.Services.GetRequiredService<RoomStore>().MembersAsync(roomId, afterUserId: null, 10, CancellationToken.None);
        var readers = await chat.App.Services.GetRequiredService<RoomStore>().ReadersAsync(roomId, CancellationToken.None);
        Assert.Equal(3, members.Count);
        Assert.Equal(members.ToDictionary(member => member.UserId, member => member.ReadSeq ?? 0), readers!.ByUserId);
        Assert.Contains(members, member => member.ReadSeq > 5);

        async Task LiveAsync(ChatUser user, Uri elsewhere, bool leaves)
        {
            using var there = user.At(elsewhere);
            for (var n = 0; n < 5; n++)
            {
                var seq = (long)(await user.SendMessageAsync(roomId, $"{n}"))["seq"]!;
                await Task.WhenAll(ReadAsync(user, seq), ReadAsync(there, seq - 1));
            }

            if (leaves)
            {
                await there.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/members/{user.Id}");
                await user.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}/messages");
            }

            user.Dispose();
        }

        Task<JsonNode> ReadAsync(ChatUser user, long seq) => user.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/read", new { seq });
    }

    [Fact]
    public async Task A_room_with_too_many_members_for_the_readers_row_still_has_read_markers()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = (string)(await ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, "rooms", new { name = "busy", kind = "public" }))["id"]!;
        var head = new TableEntity(roomId, RoomKeys.Head) { [nameof(RoomHead.JoinCount)] = MemberReadMarkers.Capacity };
        await chat.App.Services.GetRequiredService<ChatTables>().Rooms(roomId).UpdateEntityAsync(head, ETag.All);
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/join");

        var seq = (long)(await ada.SendMessageAsync(roomId, "hello"))["seq"]!;
        Assert.False(await IsReadAsync(ada));
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/read", new { seq });

        Assert.True(await IsReadAsync(ada));
        await using var other = await chat.StartAnotherAsync();
        using var elsewhere = bob.At(other.Url);
        Assert.True(await IsReadAsync(elsewhere));
        await eve.RefusedAsync(403, "not_a_member", HttpMethod.Get, $"rooms/{roomId}/messages");

        async Task<bool> IsReadAsync(ChatUser user) => (bool)(await user.GetAsync($"rooms/{roomId}/messages"))["items"]![0]!["read"]!;
    }
}
