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
        using var scenario = await AccountScenario.CreateAsync(chat);
        var before = await scenario.Bob.GetAsync($"rooms/{scenario.Shared}/events?after=0&limit=200");

        await scenario.Ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });

        await scenario.AssertErasedAsync(chat.App);
        var after = await scenario.Bob.GetAsync($"rooms/{scenario.Shared}/events?after=0&limit=200");
        var tombstones = after["events"]!.AsArray().Where(happened => (string?)happened!["sender"]?["id"] == scenario.Ada.Id).ToList();
        Assert.Equal(AccountScenario.MessagesEach, tombstones.Count);
        Assert.All(tombstones, tombstone => Assert.Equal((true, "", ""), ((bool)tombstone!["deleted"]!, (string)tombstone["text"]!, (string)tombstone["sender"]!["username"]!)));
        Assert.Equal(
            before["events"]!.AsArray().Select(happened => ((long)happened!["seq"]!, (string?)happened["type"])),
            after["events"]!.AsArray().Take(before["events"]!.AsArray().Count).Select(happened => ((long)happened!["seq"]!, (string?)happened["type"])));
    }

    [Fact]
    public async Task A_back_end_erases_a_user_without_the_password_and_can_repeat_it()
    {
        using var scenario = await AccountScenario.CreateAsync(chat);
        using var shop = await BackEnd.AddAsync(chat.App.Url);

        await shop.ExpectAsync(200, "DELETE", $"users/{scenario.Ada.Id}");

        await scenario.AssertErasedAsync(chat.App);
        await shop.ExpectAsync(200, "DELETE", $"users/{scenario.Ada.Id}");
        await shop.RefusedAsync(404, "user_not_found", "DELETE", "users/-");
    }

    [Fact]
    public async Task A_room_gets_the_highest_role_as_owner_and_an_empty_room_is_deleted()
    {
        using var scenario = await AccountScenario.CreateAsync(chat);

        await scenario.Ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });

        var members = (await scenario.Bob.GetAsync($"rooms/{scenario.Shared}/members"))["items"]!.AsArray();
        Assert.Equal(
            new[] { (scenario.Bob.Id, "member"), (scenario.Cyd.Id, "owner") }.Order(),
            members.Select(member => ((string)member!["user"]!["id"]!, (string)member["role"]!)).Order());
        Assert.Equal("direct", (string?)(await scenario.Bob.GetAsync($"rooms/{scenario.Direct}"))["kind"]);
        Assert.Null(await chat.App.Services.GetRequiredService<RoomStore>().HeadAsync(scenario.Alone, CancellationToken.None));
    }

    [Fact]
    public async Task Repeating_an_erasure_completes_it_after_an_interruption_anywhere()
    {
        var erased = new ConcurrentBag<AccountScenario>();
        var crashes = await CrashAt.EveryWriteAsync(
            chat,
            () => AccountScenario.CreateAsync(chat),
            (services, scenario) => EraseAsync(services, scenario.Ada),
            async scenario =>
            {
                await scenario.Ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });
                await scenario.AssertOthersKeepTheirsAsync();
                erased.Add(scenario);
            },
            atOnce: 4);

        Assert.InRange(crashes, 20, 60);
        // Checked once at the end, because it reads every row.
        await AccountScenario.AssertNothingStoredAsync(chat.App, erased);
        foreach (var scenario in erased)
        {
            await scenario.AssertLoginIsFreeAsync(chat.App);
            scenario.Dispose();
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(15)]
    public async Task An_interrupted_erasure_refuses_logins_and_is_finished_by_the_cleanup(int writes)
    {
        using var scenario = await AccountScenario.CreateAsync(chat);
        await CrashAsync(scenario, writes);
        using var anonymous = ChatUser.ClientOf(chat.App.Url, token: null);
        using var login = await anonymous.LogInAsync(scenario.Ada.Login);
        await Problems.AssertAsync(login, 401, "invalid_credentials");
        using var registration = await anonymous.RegisterAsync(scenario.Ada.Login);
        await Problems.AssertAsync(registration, 409, "login_taken");

        await using var later = await chat.StartLaterAsync(TimeSpan.FromMinutes(6));
        await later.CleanUpAsync();

        await scenario.AssertErasedAsync(chat.App);
    }

    [Theory]
    [InlineData("added", 1)]
    [InlineData("created with", 2)]
    public async Task Being_added_to_a_room_during_an_erasure_leaves_nothing(string how, int listed)
    {
        using var scenario = await AccountScenario.CreateAsync(chat);
        var roomId = await scenario.Bob.CreateRoomAsync("room");
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
        using var bob = scenario.Bob.At(slow.Url);

        var admitting = Task.Run(() => how == "added"
            ? bob.SendAsync(HttpMethod.Put, $"rooms/{roomId}/members/{scenario.Ada.Id}", new { })
            : bob.SendAsync(HttpMethod.Post, "rooms", new { name = "new", members = new[] { scenario.Ada.Id } }));
        Assert.True(await committing.WaitAsync(TimeSpan.FromSeconds(30)));
        await scenario.Ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });
        erased.Set();
        using var admitted = await admitting;

        Assert.True(admitted.IsSuccessStatusCode);
        await scenario.AssertErasedAsync(chat.App);
        Assert.Single((await scenario.Bob.GetAsync($"rooms/{roomId}/members"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Calls_with_the_token_of_an_erased_user_are_refused_and_store_nothing()
    {
        using var scenario = await AccountScenario.CreateAsync(chat);
        var publicRoom = (string)(await scenario.Bob.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, "rooms", new { name = "open", kind = "public" }))["id"]!;
        await scenario.Ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });

        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Get, "me", null),
            (HttpMethod.Patch, "me", new { username = "Back again" }),
            (HttpMethod.Post, "presence", null),
            (HttpMethod.Get, "me/export", null),
            (HttpMethod.Put, $"direct/{scenario.Bob.Id}", null),
            (HttpMethod.Post, "rooms", new { name = "mine" }),
            (HttpMethod.Post, $"rooms/{publicRoom}/join", null),
            (HttpMethod.Post, $"rooms/{scenario.Shared}/messages", new { text = AccountScenario.Secret }),
        })
        {
            await scenario.Ada.RefusedAsync(401, "unauthorized", method, path, body);
        }

        await scenario.Bob.RefusedAsync(404, "user_not_found", HttpMethod.Get, $"users/{scenario.Ada.Id}");
        await scenario.Bob.RefusedAsync(404, "user_not_found", HttpMethod.Put, $"rooms/{publicRoom}/members/{scenario.Ada.Id}", new { });
        await scenario.Ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = "whatever" });
        await scenario.AssertErasedAsync(chat.App);
    }

    [Theory]
    [InlineData("presence", "Presence")]
    [InlineData("rename", "$batch")]
    public async Task Requests_during_an_erasure_leave_no_name(string what, string path)
    {
        using var scenario = await AccountScenario.CreateAsync(chat);
        await chat.App.Services.GetRequiredService<LeaseStore>().RemoveAsync(scenario.Ada.Id, CancellationToken.None);
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
        using var ada = scenario.Ada.At(slow.Url);

        var under = Task.Run(() => what == "presence"
            ? ada.SendAsync(HttpMethod.Post, "presence")
            : ada.SendAsync(HttpMethod.Patch, "me", new { username = $"{ada.Username} the second" }));
        Assert.True(await writing.WaitAsync(TimeSpan.FromSeconds(30)));
        await scenario.Ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });
        erased.Set();
        using var answer = await under;

        await Problems.AssertAsync(answer, 401, "unauthorized");
        await scenario.AssertErasedAsync(chat.App);
    }

    [Fact]
    public async Task An_erasure_removes_names_of_interrupted_renames()
    {
        for (var writes = 1; writes <= 4; writes++)
        {
            using var scenario = await AccountScenario.CreateAsync(chat);
            await RenameAndCrashAsync(scenario.Ada, "first", 2);
            await RenameAndCrashAsync(scenario.Ada, "second", writes);

            await scenario.Ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });

            await scenario.AssertErasedAsync(chat.App);
        }

        async Task RenameAndCrashAsync(ChatUser user, string name, int writes)
        {
            using var transport = new CrashingTransport(writes + 1);
            using var crashing = await ChatInstance.BuildAsync(
                chat.TablePrefix, chat.SignalRConnectionString, replace: services => services.AddSingleton<HttpPipelineTransport>(transport));
            var renaming = crashing.Services.GetRequiredService<ProfileService>()
                .UpdateAsync(new Caller(user.Id, user.Username, "the session"), new ChangeMeRequest($"{user.Username} {name}", ContactableBy: null), CancellationToken.None);
            await Task.WhenAny(renaming, transport.Crashed);
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
        using var scenario = await AccountScenario.CreateAsync(chat);
        await using var listening = await chat.OpenInAsync(scenario.Bob, scenario.Shared);
        var head = (long)(await scenario.Bob.GetAsync($"rooms/{scenario.Shared}"))["head"]!;

        await scenario.Ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });

        var now = (long)(await scenario.Bob.GetAsync($"rooms/{scenario.Shared}"))["head"]!;
        Assert.Equal(head + 2 + AccountScenario.MessagesEach, now);
        Assert.Equal("messageDeleted", (string?)(await listening.ReceivesAsync(scenario.Shared, now))["type"]);
    }

    private async Task CrashAsync(AccountScenario scenario, int writes)
    {
        using var transport = new CrashingTransport(writes + 1);
        using var crashing = await ChatInstance.BuildAsync(
            chat.TablePrefix, chat.SignalRConnectionString, replace: services => services.AddSingleton<HttpPipelineTransport>(transport));
        _ = EraseAsync(crashing.Services, scenario.Ada);
        await transport.Crashed;
    }

    private static Task<Outcome<IReadOnlyList<RoomEvent>>> EraseAsync(IServiceProvider services, ChatUser user) => services.GetRequiredService<AccountErasure>()
        .EraseAsync(new Caller(user.Id, user.Username, "the session"), ChatUser.Password, CancellationToken.None);
}
