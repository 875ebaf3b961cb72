using System.Collections.Concurrent;
using System.Net;
using Azure.Core.Pipeline;
using ChatFunctions.Accounts;
using ChatFunctions.Accounts.Erasure;
using ChatFunctions.Hosting;
using ChatFunctions.Live;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Tests.Cleanup;
using ChatFunctions.Tests.Faults;
using ChatFunctions.Tests.Hosting;
using ChatFunctions.Tests.Live;
using ChatFunctions.Tests.Rooms;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Accounts;

public sealed class ErasureTests(OwnChatFixture chat) : IClassFixture<OwnChatFixture>
{
    [Fact]
    public async Task An_erasure_removes_profile_and_texts_and_keeps_the_seqs()
    {
        using var life = await Life.LiveAsync(chat);
        var before = await life.Bob.GetAsync($"rooms/{life.Shared}/events?after=0&limit=200");

        await life.Ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });

        await life.AssertErasedAsync(chat.App);
        var after = await life.Bob.GetAsync($"rooms/{life.Shared}/events?after=0&limit=200");
        var tombstones = after["events"]!.AsArray().Where(happened => (string?)happened!["sender"]?["id"] == life.Ada.Id).ToList();
        Assert.Equal(Life.MessagesEach, tombstones.Count);
        Assert.All(tombstones, tombstone => Assert.Equal((true, "", ""), ((bool)tombstone!["deleted"]!, (string)tombstone["text"]!, (string)tombstone["sender"]!["username"]!)));
        Assert.Equal(
            before["events"]!.AsArray().Select(happened => ((long)happened!["seq"]!, (string?)happened["type"])),
            after["events"]!.AsArray().Take(before["events"]!.AsArray().Count).Select(happened => ((long)happened!["seq"]!, (string?)happened["type"])));
    }

    [Fact]
    public async Task A_back_end_erases_a_user_without_the_password_and_can_repeat_it()
    {
        using var life = await Life.LiveAsync(chat);
        using var shop = await BackEnd.AddAsync(chat.App.Url);

        await shop.ExpectAsync(200, "DELETE", $"users/{life.Ada.Id}");

        await life.AssertErasedAsync(chat.App);
        await shop.ExpectAsync(200, "DELETE", $"users/{life.Ada.Id}");
        await shop.RefusedAsync(404, "user_not_found", "DELETE", "users/-");
    }

    [Fact]
    public async Task A_room_gets_the_highest_role_as_owner_and_an_empty_room_is_deleted()
    {
        using var life = await Life.LiveAsync(chat);

        await life.Ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });

        var members = (await life.Bob.GetAsync($"rooms/{life.Shared}/members"))["items"]!.AsArray();
        Assert.Equal(
            new[] { (life.Bob.Id, "member"), (life.Cyd.Id, "owner") }.Order(),
            members.Select(member => ((string)member!["user"]!["id"]!, (string)member["role"]!)).Order());
        Assert.Equal("direct", (string?)(await life.Bob.GetAsync($"rooms/{life.Direct}"))["kind"]);
        Assert.Null(await chat.App.Services.GetRequiredService<RoomStore>().HeadAsync(life.Alone, CancellationToken.None));
    }

    [Fact]
    public async Task Repeating_an_erasure_completes_it_after_an_interruption_at_any_storage_call()
    {
        var erased = new ConcurrentBag<Life>();
        var crashes = await CrashAt.EveryRequestAsync(
            chat,
            () => Life.LiveAsync(chat),
            (services, life) => EraseAsync(services, life.Ada),
            async life =>
            {
                await life.Ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });
                await life.AssertOthersKeepTheirsAsync();
                erased.Add(life);
            },
            atOnce: 4);

        Assert.InRange(crashes, 60, 150);
        // Checked once at the end, because it reads every row.
        await Life.AssertNothingStoredAsync(chat.App, erased);
        foreach (var life in erased)
        {
            await life.AssertLoginIsFreeAsync(chat.App);
            life.Dispose();
        }
    }

    [Theory]
    [InlineData(12)]
    [InlineData(25)]
    [InlineData(40)]
    public async Task An_interrupted_erasure_refuses_logins_and_is_finished_by_the_cleanup(int request)
    {
        using var life = await Life.LiveAsync(chat);
        await DieAsync(life, request);
        using var anonymous = ChatUser.ClientOf(chat.App.Url, token: null);
        using var login = await anonymous.LogInAsync(life.Ada.Login);
        await Problems.AssertAsync(login, 401, "invalid_credentials");
        using var registration = await anonymous.RegisterAsync(life.Ada.Login);
        await Problems.AssertAsync(registration, 409, "login_taken");

        await using var later = await chat.StartLaterAsync(TimeSpan.FromMinutes(6));
        await later.CleanUpAsync();

        await life.AssertErasedAsync(chat.App);
    }

    [Theory]
    [InlineData("added", 1)]
    [InlineData("created with", 2)]
    public async Task Being_added_to_a_room_during_an_erasure_leaves_nothing(string how, int listed)
    {
        using var life = await Life.LiveAsync(chat);
        var roomId = await life.Bob.CreateRoomAsync("room");
        using var committing = new SemaphoreSlim(0);
        using var erased = new ManualResetEventSlim();
        var batches = 0;
        await using var slow = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelineTransport>(new FaultTransport(request =>
        {
            // The room lists are written first, each in its user's partition, then the commit.
            if (request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal) && Interlocked.Increment(ref batches) == listed + 1)
            {
                committing.Release();
                erased.Wait(TimeSpan.FromSeconds(30));
            }

            return Fault.None;
        })));
        using var bob = life.Bob.At(slow.Url);

        var admitting = Task.Run(() => how == "added"
            ? bob.SendAsync(HttpMethod.Put, $"rooms/{roomId}/members/{life.Ada.Id}", new { })
            : bob.SendAsync(HttpMethod.Post, "rooms", new { name = "new", members = new[] { life.Ada.Id } }));
        Assert.True(await committing.WaitAsync(TimeSpan.FromSeconds(30)));
        await life.Ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });
        erased.Set();
        using var admitted = await admitting;

        Assert.True(admitted.IsSuccessStatusCode);
        await life.AssertErasedAsync(chat.App);
        Assert.Single((await life.Bob.GetAsync($"rooms/{roomId}/members"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Calls_with_the_token_of_an_erased_user_are_refused_and_store_nothing()
    {
        using var life = await Life.LiveAsync(chat);
        var publicRoom = (string)(await life.Bob.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, "rooms", new { name = "open", kind = "public" }))["id"]!;
        await life.Ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });

        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Get, "me", null),
            (HttpMethod.Patch, "me", new { username = "Back again" }),
            (HttpMethod.Post, "presence", null),
            (HttpMethod.Get, "me/export", null),
            (HttpMethod.Put, $"direct/{life.Bob.Id}", null),
            (HttpMethod.Post, "rooms", new { name = "mine" }),
            (HttpMethod.Post, $"rooms/{publicRoom}/join", null),
            (HttpMethod.Post, $"rooms/{life.Shared}/messages", new { text = Life.Secret }),
        })
        {
            await life.Ada.RefusedAsync(401, "unauthorized", method, path, body);
        }

        await life.Bob.RefusedAsync(404, "user_not_found", HttpMethod.Get, $"users/{life.Ada.Id}");
        await life.Bob.RefusedAsync(404, "user_not_found", HttpMethod.Put, $"rooms/{publicRoom}/members/{life.Ada.Id}", new { });
        await life.Ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = "whatever" });
        await life.AssertErasedAsync(chat.App);
    }

    [Theory]
    [InlineData("presence", "Presence")]
    [InlineData("rename", "$batch")]
    public async Task Requests_during_an_erasure_leave_no_name(string what, string path)
    {
        using var life = await Life.LiveAsync(chat);
        await chat.App.Services.GetRequiredService<LeaseStore>().RemoveAsync(life.Ada.Id, CancellationToken.None);
        using var writing = new SemaphoreSlim(0);
        using var erased = new ManualResetEventSlim();
        await using var slow = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelineTransport>(new FaultTransport(request =>
        {
            if (request.Method != Azure.Core.RequestMethod.Get && request.Uri.Path.Contains(path, StringComparison.Ordinal) && !erased.IsSet)
            {
                writing.Release();
                erased.Wait(TimeSpan.FromSeconds(30));
            }

            return Fault.None;
        })));
        using var ada = life.Ada.At(slow.Url);

        var under = Task.Run(() => what == "presence"
            ? ada.SendAsync(HttpMethod.Post, "presence")
            : ada.SendAsync(HttpMethod.Patch, "me", new { username = $"{ada.Username} the second" }));
        Assert.True(await writing.WaitAsync(TimeSpan.FromSeconds(30)));
        await life.Ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });
        erased.Set();
        using var answer = await under;

        await Problems.AssertAsync(answer, 401, "unauthorized");
        await life.AssertErasedAsync(chat.App);
    }

    [Fact]
    public async Task An_erasure_removes_names_of_interrupted_renames()
    {
        for (var request = 3; request <= 12; request++)
        {
            using var life = await Life.LiveAsync(chat);
            await RenameAndDieAsync(life.Ada, "first", 4);
            await RenameAndDieAsync(life.Ada, "second", request);

            await life.Ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });

            await life.AssertErasedAsync(chat.App);
        }

        async Task RenameAndDieAsync(ChatUser user, string name, int request)
        {
            using var transport = new DyingTransport(request + 1);
            using var dying = await ChatInstance.BuildAsync(
                chat.TablePrefix, chat.SignalRConnectionString, replace: services => services.AddSingleton<HttpPipelineTransport>(transport));
            var renaming = dying.Services.GetRequiredService<ProfileService>()
                .RenameAsync(new Caller(user.Id, user.Username, "the session"), $"{user.Username} {name}", CancellationToken.None);
            await Task.WhenAny(renaming, transport.Dead);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_erased_user_receives_no_live_messages_even_if_the_erasure_is_interrupted(bool finished)
    {
        var live = ErasureFunctions.Answer("ada", finished ? Array.Empty<RoomEvent>() : AccountRefusals.ErasureUnfinished);

        var left = Assert.Single(live.Groups!);
        Assert.Equal((SignalRGroupActionType.RemoveAll, "ada"), (left.Action, left.UserId));
        Assert.Null(ErasureFunctions.Answer("ada", AccountRefusals.WrongPassword).Groups);
    }

    [Fact]
    public async Task A_wrong_password_erases_nothing()
    {
        using var ada = await chat.NewUserAsync();

        await ada.RefusedAsync(403, "wrong_password", HttpMethod.Delete, "me", new { password = "not this one" });
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Delete, "me", new { });

        await ada.GetAsync("me");
    }

    [Fact]
    public async Task Members_are_notified_of_an_erasure()
    {
        using var life = await Life.LiveAsync(chat);
        await using var listening = await chat.OpenInAsync(life.Bob, life.Shared);
        var head = (long)(await life.Bob.GetAsync($"rooms/{life.Shared}"))["head"]!;

        await life.Ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });

        var now = (long)(await life.Bob.GetAsync($"rooms/{life.Shared}"))["head"]!;
        Assert.Equal(head + 2 + Life.MessagesEach, now);
        Assert.Equal("messageDeleted", (string?)(await listening.HearsAsync(life.Shared, now))["type"]);
    }

    private async Task DieAsync(Life life, int request)
    {
        using var transport = new DyingTransport(request + 1);
        using var dying = await ChatInstance.BuildAsync(
            chat.TablePrefix, chat.SignalRConnectionString, replace: services => services.AddSingleton<HttpPipelineTransport>(transport));
        _ = EraseAsync(dying.Services, life.Ada);
        await transport.Dead;
    }

    private static Task<Outcome<IReadOnlyList<RoomEvent>>> EraseAsync(IServiceProvider services, ChatUser user) => services.GetRequiredService<AccountErasure>()
        .EraseAsync(new Caller(user.Id, user.Username, "the session"), ChatUser.Password, CancellationToken.None);
}
