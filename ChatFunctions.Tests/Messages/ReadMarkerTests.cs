using System.Net;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Tests.Faults;
using ChatFunctions.Tests.Live;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Messages;

public sealed class ReadMarkerTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Reading_up_to_a_message_leaves_those_after_it_unread()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        var seqs = await SendMessageAsync(ada, roomId, 5);
        Assert.Equal(5, await UnreadAsync(bob, roomId));

        await ReadAsync(bob, roomId, seqs[1]);
        Assert.Equal(3, await UnreadAsync(bob, roomId));

        await ReadAsync(bob, roomId, seqs[4]);
        Assert.Equal(0, await UnreadAsync(bob, roomId));
    }

    [Fact]
    public async Task The_marker_never_decreases()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        var seqs = await SendMessageAsync(ada, roomId, 5);

        await ReadAsync(bob, roomId, seqs[3]);
        await ReadAsync(bob, roomId, seqs[0]);

        Assert.Equal(1, await UnreadAsync(bob, roomId));
    }

    [Fact]
    public async Task A_message_marked_as_unread_is_unread_for_that_member_only_until_it_is_read_again()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        var seqs = await SendMessageAsync(ada, roomId, 5);
        await ReadAsync(bob, roomId, seqs[4]);

        Assert.True((bool)(await UnreadFromAsync(bob, roomId, seqs[1]))["unread"]!);
        Assert.Equal(3, await UnreadAsync(bob, roomId));
        Assert.Equal((bool[])[true, true, true, true, true], await ReadFlagsAsync(ada, roomId));

        Assert.Null((await ReadAsync(bob, roomId, seqs[0]))["unread"]);
        Assert.Equal(3, await UnreadAsync(bob, roomId));
        await ReadAsync(bob, roomId, seqs[2]);
        Assert.Equal(2, await UnreadAsync(bob, roomId));
        await ReadAsync(bob, roomId, seqs[4]);
        Assert.Equal(0, await UnreadAsync(bob, roomId));

        await UnreadFromAsync(bob, roomId, seqs[3]);
        var more = await SendMessageAsync(ada, roomId, 1);
        Assert.Equal(2, await UnreadAsync(bob, roomId));
        await ReadAsync(bob, roomId, more[0]);
        Assert.Equal(0, await UnreadAsync(bob, roomId));
    }

    [Fact]
    public async Task A_message_marked_as_unread_stays_unread_after_an_own_message()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        var seqs = await SendMessageAsync(ada, roomId, 2);
        await bob.SendMessageAsync(roomId, "mine");

        Assert.Equal(0, await UnreadAsync(bob, roomId));
        await UnreadFromAsync(bob, roomId, seqs[0]);
        Assert.Equal(2, await UnreadAsync(bob, roomId));
        await ReadAsync(bob, roomId, seqs[1]);
        Assert.Equal(0, await UnreadAsync(bob, roomId));
    }

    [Fact]
    public async Task Only_the_members_own_clients_receive_a_marker_that_moves_back()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        var seqs = await SendMessageAsync(ada, roomId, 4);
        await using var adas = await chat.OpenInAsync(ada, roomId);
        await using var bobs = await chat.OpenInAsync(bob, roomId);

        await ReadAsync(bob, roomId, seqs[2]);
        await UnreadFromAsync(bob, roomId, seqs[0]);
        await ReadAsync(bob, roomId, seqs[1]);
        await ReadAsync(bob, roomId, seqs[3]);

        foreach (var live in new[] { adas, bobs })
        {
            await live.ReceivesAsync(received => (long?)Marker(received)?["seq"] == seqs[3]);
        }

        Assert.Equal([seqs[2], seqs[3]], adas.Received.Select(Marker).OfType<JsonNode>().Select(marker => (long)marker["seq"]!));
        Assert.Equal(
            [(seqs[2], null), (seqs[0], true), (seqs[1], null), (seqs[3], null)],
            bobs.Received.Select(Marker).OfType<JsonNode>().Select(marker => ((long)marker["seq"]!, (bool?)marker["unread"])));
    }

    [Fact]
    public async Task A_marker_on_an_event_that_is_no_message_counts_the_messages_before_it()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        var seqs = await SendMessageAsync(ada, roomId, 2);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/messages/{seqs[0]}/reactions/\u2615");
        await SendMessageAsync(ada, roomId, 1);

        await using var other = await chat.StartAnotherAsync();
        using var bobElsewhere = bob.At(other.Url);
        await ReadAsync(bobElsewhere, roomId, seqs[1] + 1);

        Assert.Equal(1, await UnreadAsync(bob, roomId));
    }

    [Fact]
    public async Task Nothing_is_unread_while_the_newest_message_is_the_callers()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        await SendMessageAsync(ada, roomId, 2);

        await bob.SendMessageAsync(roomId, "mine");
        Assert.Equal(0, await UnreadAsync(bob, roomId));

        await ada.SendMessageAsync(roomId, "another");
        Assert.Equal(4, await UnreadAsync(bob, roomId));
    }

    [Fact]
    public async Task Messages_before_joining_are_not_unread()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        await SendMessageAsync(ada, roomId, 3);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { });
        Assert.Equal(0, await UnreadAsync(bob, roomId));

        await SendMessageAsync(ada, roomId, 2);

        Assert.Equal(2, await UnreadAsync(bob, roomId));
    }

    [Fact]
    public async Task A_message_is_read_once_every_other_member_has_read_it()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var cyd = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob, cyd);
        var seqs = await SendMessageAsync(ada, roomId, 2);

        await ReadAsync(bob, roomId, seqs[1]);
        Assert.Equal((bool[])[false, false], await ReadFlagsAsync(ada, roomId));

        await ReadAsync(cyd, roomId, seqs[0]);
        Assert.Equal((bool[])[false, true], await ReadFlagsAsync(ada, roomId));
        Assert.True((bool)(await ada.GetAsync($"rooms/{roomId}/messages/{seqs[0]}"))["read"]!);
    }

    [Fact]
    public async Task A_marker_is_broadcast_once_and_only_when_it_moves()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        var seqs = await SendMessageAsync(ada, roomId, 3);
        await using var live = await chat.OpenInAsync(ada, roomId);

        await ReadAsync(bob, roomId, seqs[1]);
        await live.ReceivesAsync(received => (long?)Marker(received)?["seq"] == seqs[1]);
        await ReadAsync(bob, roomId, seqs[1]);
        await ReadAsync(bob, roomId, seqs[0]);
        await ReadAsync(bob, roomId, seqs[2]);

        await live.ReceivesAsync(received => Marker(received) is { } marker && (long?)marker["seq"] == seqs[2]);
        var markers = live.Received.Select(Marker).OfType<JsonNode>().ToArray();
        Assert.Equal([seqs[1], seqs[2]], markers.Select(marker => (long)marker["seq"]!));
        Assert.All(markers, marker => Assert.Equal((roomId, bob.Id), ((string?)marker["roomId"], (string?)marker["userId"])));
    }

    [Fact]
    public async Task Concurrent_calls_on_two_instances_leave_the_highest_marker()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        var seqs = await SendMessageAsync(ada, roomId, 12);
        await using var other = await chat.StartAnotherAsync();
        using var elsewhere = bob.At(other.Url);
        await using var live = await chat.OpenInAsync(ada, roomId);

        // The last message stays unread, so that unreadCount shows the marker.
        var calls = seqs[..^1].SelectMany(seq => new[] { bob, elsewhere }.Select(at => ReadAsync(at, roomId, seq))).Reverse();
        await Task.WhenAll(calls);

        Assert.Equal(1, await UnreadAsync(bob, roomId));
        await live.ReceivesAsync(received => (long?)Marker(received)?["seq"] == seqs[^2]);
        var received = live.Received.Select(Marker).OfType<JsonNode>().Select(marker => (long)marker["seq"]!).ToArray();
        Assert.Equal(received.Distinct().Count(), received.Length);
    }

    [Fact]
    public async Task Marking_a_message_takes_three_reads_and_a_write_and_nothing_is_written_twice()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        var seqs = await SendMessageAsync(ada, roomId, 2);
        var requests = new RequestCounter();
        await using var other = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelinePolicy>(requests));
        using var elsewhere = bob.At(other.Url);

        Assert.Equal(4, await requests.CountAsync(() => ReadAsync(elsewhere, roomId, seqs[1])));
        Assert.Equal(3, await requests.CountAsync(() => ReadAsync(elsewhere, roomId, seqs[1])));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"seq":null}""")]
    [InlineData("""{"seq":0}""")]
    [InlineData("""{"seq":-1}""")]
    [InlineData("""{"seq":"two"}""")]
    [InlineData("""{"seq":99}""")]
    [InlineData("""{"seq":9223372036854775807}""")]
    public async Task A_seq_that_the_room_has_not_reached_is_refused(string body)
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("strict", bob);
        await SendMessageAsync(ada, roomId, 1);

        var problem = await bob.RefusedAsync(400, "validation_failed", HttpMethod.Put, $"rooms/{roomId}/read", body);

        Assert.Equal(["seq"], problem["errors"]!.AsObject().Select(error => error.Key));
        Assert.Equal(1, await UnreadAsync(bob, roomId));
    }

    [Fact]
    public async Task A_stranger_cannot_move_a_marker()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("closed");

        await eve.RefusedAsync(404, "room_not_found", HttpMethod.Put, $"rooms/{roomId}/read", new { seq = 1 });
        await eve.RefusedAsync(404, "room_not_found", HttpMethod.Put, $"rooms/{roomId}/read", new { seq = 99 });
        await eve.RefusedAsync(404, "room_not_found", HttpMethod.Put, "rooms/a'b/read", new { seq = 1 });
    }

    [Fact]
    public async Task A_membership_that_ends_concurrently_is_not_restored()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        var seqs = await SendMessageAsync(ada, roomId, 1);

        // The member's row is deleted after it is read and before the marker is written.
        var appender = chat.App.Services.GetRequiredService<RoomAppender>();
        var removal = new ChatFunctions.Rooms.Commands.RemoveMember(new(ada.Id, ada.Username), Guid.NewGuid().ToString("N"), bob.Id);
        using var overtaken = new FaultTransport(request =>
        {
            if (IsWrite(request))
            {
                Assert.Null(appender.AppendAsync(roomId, removal).GetAwaiter().GetResult().Refusal);
            }

            return Fault.None;
        });
        await using var other = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelineTransport>(overtaken));
        using var elsewhere = bob.At(other.Url);

        await elsewhere.RefusedAsync(404, "room_not_found", HttpMethod.Put, $"rooms/{roomId}/read", new { seq = seqs[0] });

        await bob.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}/messages");
    }

    [Fact]
    public async Task A_write_with_a_lost_response_moves_the_marker()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        var seqs = await SendMessageAsync(ada, roomId, 2);
        var writes = 0;
        using var transport = new FaultTransport(request =>
            IsWrite(request) && Interlocked.Increment(ref writes) == 1 ? Fault.LostAfter : Fault.None);
        await using var other = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelineTransport>(transport));
        using var elsewhere = bob.At(other.Url);

        await ReadAsync(elsewhere, roomId, seqs[0]);

        Assert.Equal(1, await UnreadAsync(bob, roomId));
        Assert.True(writes > 1);
    }

    private static bool IsWrite(Azure.Core.Request request) => request.Method == Azure.Core.RequestMethod.Post;

    private static JsonNode? Marker(JsonNode received) => (string?)received["target"] == "read" ? received["arguments"]![0] : null;

    private static Task<JsonNode> ReadAsync(ChatUser user, string roomId, long seq) =>
        user.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/read", new { seq });

    private static Task<JsonNode> UnreadFromAsync(ChatUser user, string roomId, long seq) =>
        user.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/read", new { seq, unread = true });

    private static async Task<long[]> SendMessageAsync(ChatUser user, string roomId, int messages)
    {
        var sent = await user.ExpectAsync(
            HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/messages/batch", new { messages = Enumerable.Range(0, messages).Select(n => new { text = $"{n}" }) });
        return [.. sent["items"]!.AsArray().Select(message => (long)message!["seq"]!)];
    }

    private static async Task<long> UnreadAsync(ChatUser user, string roomId) =>
        (long)(await user.GetAsync("rooms"))["items"]!.AsArray().Single(room => (string?)room!["id"] == roomId)!["unreadCount"]!;

    private static async Task<bool[]> ReadFlagsAsync(ChatUser user, string roomId) =>
        [.. (await user.GetAsync($"rooms/{roomId}/messages"))["items"]!.AsArray().Select(message => (bool)message!["read"]!)];
}
