using System.Net;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using ChatFunctions.Accounts;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Tests.Faults;
using ChatFunctions.Tests.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Accounts;

public sealed class BlockTests(ChatFixture chat) : IClassFixture<ChatFixture>, IAsyncLifetime
{
    private ChatUser _ada = null!;
    private ChatUser _bob = null!;

    public async Task InitializeAsync() => (_ada, _bob) = (await chat.NewUserAsync("Ada"), await chat.NewUserAsync("Bob"));

    public Task DisposeAsync()
    {
        _ada.Dispose();
        _bob.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task No_user_can_send_in_a_blocked_direct_room_on_any_instance_until_the_block_ends()
    {
        await using var other = await chat.StartAnotherAsync();
        using var bobElsewhere = _bob.At(other.Url);
        var roomId = await _ada.DirectRoomAsync(_bob);
        var seq = (long)(await bobElsewhere.SendMessageAsync(roomId, "before"))["seq"]!;

        await BlockAsync(_ada, _bob);

        await bobElsewhere.RefusedAsync(403, "cannot_contact_user", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "hello" });
        await _bob.RefusedAsync(403, "cannot_contact_user", HttpMethod.Post, $"rooms/{roomId}/messages/batch", new { messages = new[] { new { text = "hello" } } });
        await _bob.RefusedAsync(403, "cannot_contact_user", HttpMethod.Patch, $"rooms/{roomId}/messages/{seq}", new { text = "hello" });
        await _bob.RefusedAsync(403, "cannot_contact_user", HttpMethod.Put, $"rooms/{roomId}/messages/{seq}/reactions/%F0%9F%91%8D");
        await _bob.RefusedAsync(403, "cannot_contact_user", HttpMethod.Post, $"rooms/{roomId}/typing");
        await _ada.RefusedAsync(403, "user_blocked", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "hello" });
        Assert.Equal(["before"], await _bob.TextsAsync(roomId));
        Assert.False((bool?)(await bobElsewhere.GetAsync($"rooms/{roomId}"))["canSend"]);
        Assert.False((bool?)Assert.Single(await _ada.ListAllAsync("rooms"))["canSend"]);
        await _bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/messages/{seq}");

        await UnblockAsync(_ada, _bob);

        Assert.Null((await bobElsewhere.GetAsync($"rooms/{roomId}"))["canSend"]);
        await bobElsewhere.SendMessageAsync(roomId, "after");
        await _ada.SendMessageAsync(roomId, "after");
    }

    [Fact]
    public async Task When_both_have_blocked_each_other_both_must_unblock()
    {
        var roomId = await _ada.DirectRoomAsync(_bob);
        await BlockAsync(_ada, _bob);
        await BlockAsync(_bob, _ada);

        await UnblockAsync(_ada, _bob);

        await _ada.RefusedAsync(403, "cannot_contact_user", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "hello" });
        await _bob.RefusedAsync(403, "user_blocked", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "hello" });
        await UnblockAsync(_bob, _ada);
        await _ada.SendMessageAsync(roomId, "after");
    }

    [Fact]
    public async Task A_blocked_user_cannot_open_a_direct_room_or_add_the_blocker_but_can_invite()
    {
        var shared = await _ada.CreateRoomAsync("shared", _bob);
        var room = await _bob.CreateRoomAsync("room");
        await BlockAsync(_ada, _bob);
        var pointers = await chat.App.PointersOfAsync(_ada);

        await _bob.RefusedAsync(403, "cannot_contact_user", HttpMethod.Put, $"direct/{_ada.Id}");
        await _ada.RefusedAsync(403, "user_blocked", HttpMethod.Put, $"direct/{_bob.Id}");
        await _bob.RefusedAsync(403, "cannot_contact_user", HttpMethod.Put, $"rooms/{room}/members/{_ada.Id}", new { });
        var problem = await _bob.RefusedAsync(403, "cannot_contact_user", HttpMethod.Post, "rooms", new { name = "another", members = new[] { _ada.Id } });

        Assert.StartsWith("Ada: ", (string?)problem["detail"], StringComparison.Ordinal);
        Assert.Equal(pointers, await chat.App.PointersOfAsync(_ada));
        await _bob.SendMessageAsync(shared, "still here");
        await _ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{shared}/members/{_bob.Id}", new { role = "admin" });
        await _ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"invitations/{(await _bob.InviteAsync(room))["code"]}/accept");
    }

    [Fact]
    public async Task Pages_list_each_blocked_user_once_without_erased_ones()
    {
        using var cyd = await chat.NewUserAsync();
        using var dan = await chat.NewUserAsync();
        foreach (var user in new[] { dan, _bob, cyd })
        {
            await BlockAsync(_ada, user);
        }

        var before = (await _ada.ListAllAsync("me/blocks", limit: 2)).ConvertAll(block => block.ToJsonString());
        await BlockAsync(_ada, cyd);
        Assert.Equal(before, (await _ada.ListAllAsync("me/blocks", limit: 1)).ConvertAll(block => block.ToJsonString()));
        Assert.Equal([_bob.Id, cyd.Id, dan.Id], await BlockedByAsync(_ada));

        await cyd.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });
        await UnblockAsync(_ada, _bob);
        await UnblockAsync(_ada, _bob);
        await UnblockAsync(_ada, cyd);

        Assert.Equal([dan.Id], await BlockedByAsync(_ada));
        Assert.Empty(await BlockedByAsync(dan));
    }

    [Fact]
    public async Task Only_another_existing_user_can_be_blocked()
    {
        await _ada.RefusedAsync(400, "validation_failed", HttpMethod.Put, $"me/blocks/{_ada.Id}");
        await _ada.RefusedAsync(404, "user_not_found", HttpMethod.Put, "me/blocks/nobody");
        await _ada.RefusedAsync(404, "user_not_found", HttpMethod.Put, "me/blocks/no-id");
        await _ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, "me/blocks/no-id");

        Assert.Empty(await BlockedByAsync(_ada));
    }

    [Fact]
    public async Task A_block_and_the_creation_of_the_direct_room_on_two_instances_end_in_a_blocked_room()
    {
        var (arrived, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var slow = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelinePolicy>(new HoldingPolicy(
            request => request.Method == RequestMethod.Post && request.Uri.Path.Contains("$batch", StringComparison.Ordinal), skip: 2, arrived, release.Task)));
        using var bobElsewhere = _bob.At(slow.Url);

        // Both lists of rooms are written; the commit of the room is held until the block is answered.
        var creating = bobElsewhere.ExpectAsync(HttpStatusCode.Created, HttpMethod.Put, $"direct/{_ada.Id}");
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await BlockAsync(_ada, _bob);
        release.SetResult();

        var roomId = (await creating)["id"];
        await _bob.RefusedAsync(403, "cannot_contact_user", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "hello" });
    }

    [Fact]
    public async Task After_concurrent_blocking_and_unblocking_on_two_instances_list_and_room_agree()
    {
        await using var other = await chat.StartAnotherAsync();
        using var adaElsewhere = _ada.At(other.Url);
        var roomId = await _ada.DirectRoomAsync(_bob);
        for (var round = 0; round < 10; round++)
        {
            await Task.WhenAll(BlockAsync(_ada, _bob), UnblockAsync(adaElsewhere, _bob), UnblockAsync(_ada, _bob), BlockAsync(adaElsewhere, _bob));

            using var sent = await _bob.SendAsync(HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "hello" });
            Assert.Equal((await BlockedByAsync(_ada)).Length == 0 ? HttpStatusCode.Created : HttpStatusCode.Forbidden, sent.StatusCode);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Blocking_and_unblocking_can_be_interrupted_anywhere(bool blocking)
    {
        var roomId = await _ada.DirectRoomAsync(_bob);
        var crashes = await CrashAt.EveryWriteAsync(
            chat,
            async () =>
            {
                await (blocking ? UnblockAsync(_ada, _bob) : BlockAsync(_ada, _bob));
                return roomId;
            },
            (services, _) => services.GetRequiredService<Blocks>() is var blocks && blocking
                ? blocks.AddAsync(_ada.Id, _bob.Id, CancellationToken.None)
                : blocks.RemoveAsync(_ada.Id, _bob.Id, CancellationToken.None),
            async _ =>
            {
                await (blocking ? BlockAsync(_ada, _bob) : UnblockAsync(_ada, _bob));
                Assert.Equal(blocking ? [_bob.Id] : [], await BlockedByAsync(_ada));
                using var sent = await _bob.SendAsync(HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "hello" });
                Assert.Equal(blocking ? HttpStatusCode.Forbidden : HttpStatusCode.Created, sent.StatusCode);
            });

        Assert.InRange(crashes, 2, 10);
    }

    [Fact]
    public async Task A_block_is_exported_and_is_erased_with_the_account()
    {
        var roomId = await _ada.DirectRoomAsync(_bob);
        await BlockAsync(_ada, _bob);
        Assert.Equal(_bob.Id, (string?)(await _ada.GetAsync("me/export"))["blocks"]!.AsArray().Single()!["userId"]);
        Assert.Empty((await _bob.GetAsync("me/export"))["blocks"]!.AsArray());

        await _ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });

        Assert.Null((await chat.App.Services.GetRequiredService<RoomStore>().HeadAsync(roomId, CancellationToken.None))!.Blockers);
        Assert.Empty(await chat.App.Services.GetRequiredService<Blocks>().RowsAsync(_ada.Id, afterId: null, most: 10, CancellationToken.None));
    }

    private static Task<JsonNode> BlockAsync(ChatUser user, ChatUser other) => user.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Put, $"me/blocks/{other.Id}");

    private static Task<JsonNode> UnblockAsync(ChatUser user, ChatUser other) => user.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, $"me/blocks/{other.Id}");

    private static async Task<string[]> BlockedByAsync(ChatUser user) => [.. (await user.ListAllAsync("me/blocks")).Select(block => (string)block["user"]!["id"]!)];

    /// <summary>Holds the first matching request after some others until it is released.</summary>
    private sealed class HoldingPolicy(Func<Request, bool> matches, int skip, TaskCompletionSource arrived, Task release) : HttpPipelinePolicy
    {
        private int _matched;

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (matches(message.Request) && Interlocked.Increment(ref _matched) == skip + 1)
            {
                arrived.SetResult();
                await release;
            }

            await ProcessNextAsync(message, pipeline);
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
    }
}
