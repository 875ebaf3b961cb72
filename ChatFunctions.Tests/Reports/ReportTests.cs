using System.Net;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Tests.Faults;
using ChatFunctions.Tests.Hosting;
using ChatFunctions.Tests.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Reports;

public sealed class ReportTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Admins_are_notified_once_and_see_who_reported_a_message_and_why()
    {
        using var ada = await chat.NewUserAsync("Ada");
        using var bob = await chat.NewUserAsync("Bob");
        using var cay = await chat.NewUserAsync("Cay");
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob, cay, eve);
        var seq = await SendMessageAsync(eve, roomId, "buy this");
        await using var live = await LiveConnection.OpenAsync(ada);

        await ReportAsync(bob, roomId, seq, " Spam ");
        await ReportAsync(bob, roomId, seq, "Spam");
        var notified = (await live.ReceivesAsync(received => (string?)received["target"] == "notification"))["arguments"]![0]!;
        await ReportAsync(cay, roomId, seq, "Advertising");
        await ReportAsync(cay, roomId, seq, "Scam");

        Assert.Equal("A message in tea was reported.", (string?)notified["text"]);
        Assert.Equal($$"""{"type":"report","roomId":"{{roomId}}","messageSeq":{{seq}}}""", notified["data"]!.ToJsonString());
        Assert.Equal((string?)notified["id"], (string?)Assert.Single(await ada.ListAllAsync("notifications"))["id"]);
        Assert.Empty(await bob.ListAllAsync("notifications"));
        Assert.Empty(await eve.ListAllAsync("notifications"));
        var reported = Assert.Single(await ada.ListAllAsync($"rooms/{roomId}/reports"));
        Assert.Equal((seq, "buy this"), ((long)reported["message"]!["seq"]!, (string?)reported["message"]!["text"]));
        Assert.Equal(
            [("Bob", "Spam"), ("Cay", "Scam")],
            reported["reports"]!.AsArray().Select(report => ((string)report!["user"]!["username"]!, (string)report["reason"]!)));
    }

    [Fact]
    public async Task Members_who_are_not_admins_see_and_settle_no_reports_and_others_cannot_report()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var square = await ada.CreatePublicRoomAsync("square", bob);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{square}/members/{bob.Id}", new { role = "reader" });
        var seq = await SendMessageAsync(ada, square, "hello");

        await ReportAsync(bob, square, seq, "Rude");

        await bob.RefusedAsync(403, "forbidden", HttpMethod.Get, $"rooms/{square}/reports");
        await bob.RefusedAsync(403, "forbidden", HttpMethod.Delete, $"rooms/{square}/reports/{seq}");
        await eve.RefusedAsync(403, "not_a_member", HttpMethod.Post, $"rooms/{square}/messages/{seq}/report", new { reason = "Rude" });
        await eve.RefusedAsync(403, "not_a_member", HttpMethod.Get, $"rooms/{square}/reports");
        await eve.RefusedAsync(403, "not_a_member", HttpMethod.Delete, $"rooms/{square}/reports/{seq}");
        Assert.Equal(["seq", "type", "roomId", "id", "sender", "text", "createdAt", "deleted", "version", "reactions", "read"], (await bob.GetAsync($"rooms/{square}/messages/{seq}")).AsObject().Select(field => field.Key));
    }

    [Fact]
    public async Task Reports_of_own_and_deleted_messages_are_refused()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        var seq = await SendMessageAsync(ada, roomId, "hello");
        var path = $"rooms/{roomId}/messages/{seq}/report";

        await ada.RefusedAsync(409, "own_message", HttpMethod.Post, path, new { reason = "Rude" });
        await bob.RefusedAsync(404, "message_not_found", HttpMethod.Post, $"rooms/{roomId}/messages/999/report", new { reason = "Rude" });
        foreach (var reason in new[] { "", " \n", "two\nlines", new string('x', Limits.ReportReasonLength + 1) })
        {
            await bob.RefusedAsync(400, "validation_failed", HttpMethod.Post, path, new { reason });
        }

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/messages/{seq}");
        await bob.RefusedAsync(409, "message_deleted", HttpMethod.Post, path, new { reason = "Rude" });
    }

    [Fact]
    public async Task Reports_end_with_their_dismissal_and_with_the_message_and_can_be_made_again()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob, eve);
        var (dismissed, deleted) = (await SendMessageAsync(eve, roomId, "dismissed"), await SendMessageAsync(eve, roomId, "deleted"));
        await ReportAsync(bob, roomId, dismissed, "Rude");
        await ReportAsync(bob, roomId, deleted, "Rude");
        Assert.Equal([deleted, dismissed], (await ada.ListAllAsync($"rooms/{roomId}/reports", limit: 1)).Select(one => (long)one["message"]!["seq"]!));
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, $"rooms/{roomId}/reports?cursor=0");
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, $"rooms/{roomId}/reports?cursor=x");

        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, $"rooms/{roomId}/reports/{dismissed}");
        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, $"rooms/{roomId}/reports/{dismissed}");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/messages/{deleted}");

        Assert.Empty(await ada.ListAllAsync($"rooms/{roomId}/reports"));
        Assert.DoesNotContain(await chat.App.KeysOfAsync(roomId), key => key.Contains(RoomKeys.Reports(deleted), StringComparison.Ordinal));
        Assert.Equal(2, (await ada.ListAllAsync("notifications")).Count);
        await ReportAsync(bob, roomId, dismissed, "Rude");
        Assert.Single(await ada.ListAllAsync($"rooms/{roomId}/reports"));
        Assert.Equal(3, (await ada.ListAllAsync("notifications")).Count);
    }

    [Fact]
    public async Task An_admin_does_not_see_or_dismiss_reports_of_own_messages_and_other_admins_do()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob, eve);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{eve.Id}", new { role = "admin" });
        var seq = await SendMessageAsync(eve, roomId, "buy this");

        await ReportAsync(bob, roomId, seq, "Spam");

        Assert.Empty(await eve.ListAllAsync("notifications"));
        Assert.Empty(await eve.ListAllAsync($"rooms/{roomId}/reports"));
        await eve.RefusedAsync(403, "forbidden", HttpMethod.Delete, $"rooms/{roomId}/reports/{seq}");
        Assert.Single(await ada.ListAllAsync("notifications"));
        Assert.Single(await ada.ListAllAsync($"rooms/{roomId}/reports"));
    }

    [Fact]
    public async Task A_back_end_lists_and_settles_reports_also_of_direct_rooms()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        var roomId = await ada.DirectRoomAsync(bob);
        var (seq, own) = (await SendMessageAsync(ada, roomId, "buy this"), (long)(await shop.ExpectAsync(201, "POST", $"rooms/{roomId}/messages", new { text = "news" }))["seq"]!);

        await ReportAsync(bob, roomId, seq, "Spam");
        await ReportAsync(bob, roomId, own, "Boring");

        Assert.Empty(await ada.ListAllAsync("notifications"));
        await bob.RefusedAsync(403, "forbidden", HttpMethod.Get, $"rooms/{roomId}/reports");
        var listed = (await shop.ExpectAsync(200, "GET", $"rooms/{roomId}/reports"))["items"]!.AsArray();
        Assert.Equal([(own, bob.Id), (seq, bob.Id)], listed.Select(one => ((long)one!["message"]!["seq"]!, (string)one["reports"]![0]!["user"]!["id"]!)));
        await shop.ExpectAsync(204, "DELETE", $"rooms/{roomId}/reports/{own}");
        await shop.ExpectAsync(200, "DELETE", $"rooms/{roomId}/messages/{seq}");
        Assert.Empty((await shop.ExpectAsync(200, "GET", $"rooms/{roomId}/reports"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Erasing_an_account_removes_its_reports_and_those_of_its_messages()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var cay = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob, cay, eve);
        var (ofAda, ofEve, alsoOfEve) = (await SendMessageAsync(ada, roomId, "hello"), await SendMessageAsync(eve, roomId, "buy this"), await SendMessageAsync(eve, roomId, "now"));
        await ReportAsync(bob, roomId, ofAda, "Rude");
        await ReportAsync(bob, roomId, ofEve, "Spam");
        await ReportAsync(cay, roomId, ofEve, "Advertising");
        await ReportAsync(cay, roomId, alsoOfEve, "Advertising");
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/members/{bob.Id}");

        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });

        Assert.Equal(
            [(alsoOfEve, cay.Id), (ofEve, cay.Id)],
            (await ada.ListAllAsync($"rooms/{roomId}/reports")).Select(one => ((long)one["message"]!["seq"]!, (string)Assert.Single(one["reports"]!.AsArray())!["user"]!["id"]!)));
        var reports = () => chat.App.Services.GetRequiredService<RoomStore>().ReportsAsync(roomId, long.MaxValue - 1, 10, CancellationToken.None);
        Assert.Equal([alsoOfEve, ofEve], (await reports()).Select(row => row.Seq));

        await eve.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });

        Assert.Empty(await reports());
        Assert.Empty(await ada.ListAllAsync($"rooms/{roomId}/reports"));
    }

    [Fact]
    public async Task Deleting_a_room_removes_its_reports()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        await ReportAsync(bob, roomId, await SendMessageAsync(ada, roomId, "hello"), "Rude");

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}");
        await chat.App.IdleAsync();

        Assert.Empty(await chat.App.KeysOfAsync(roomId));
    }

    [Fact]
    public async Task An_export_has_the_users_reports_and_not_those_of_others()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var cay = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob, cay);
        var (first, second) = (await SendMessageAsync(ada, roomId, "hello"), await SendMessageAsync(cay, roomId, "hi"));
        await ReportAsync(bob, roomId, first, "Rude");
        await ReportAsync(cay, roomId, first, "Noisy");
        await ReportAsync(bob, roomId, second, "Late");

        async Task<(long, string)[]> ExportedAsync(ChatUser user) =>
            [.. (await user.GetAsync("me/export"))["rooms"]![0]!["reports"]!.AsArray().Select(report => ((long)report!["messageSeq"]!, (string)report["reason"]!))];

        Assert.Equal([(second, "Late"), (first, "Rude")], await ExportedAsync(bob));
        Assert.Equal([(first, "Noisy")], await ExportedAsync(cay));
        Assert.Empty(await ExportedAsync(ada));
    }

    [Fact]
    public async Task A_message_has_a_limited_number_of_reports()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        var seq = await SendMessageAsync(ada, roomId, "hello");
        await ReportAsync(bob, roomId, seq, "Rude");
        var tables = chat.App.Services.GetRequiredService<ChatFunctions.Storage.ChatTables>().Rooms(roomId);
        ReportsRow row = await tables.GetEntityAsync<ReportsRow>(roomId, RoomKeys.Reports(seq));
        var full = Enumerable.Range(0, Limits.ReportsPerMessage).Select(n => $$"""{"userId":"u{{n}}","reason":"Rude","at":"2026-11-20T09:05:00.123Z"}""");
        await tables.UpdateEntityAsync(row with { Reports = $"[{string.Join(',', full)}]" }, row.ETag, Azure.Data.Tables.TableUpdateMode.Replace);

        await bob.RefusedAsync(409, "too_many_reports", HttpMethod.Post, $"rooms/{roomId}/messages/{seq}/report", new { reason = "Rude" });
    }

    [Fact]
    public async Task Deleting_a_reported_message_costs_as_many_requests_as_deleting_another()
    {
        var requests = new RequestCounter();
        await using var instance = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelinePolicy>(requests));
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var there = ada.At(instance.Url);
        var roomId = await there.CreateRoomAsync("tea", bob);
        var (reported, other) = (await SendMessageAsync(there, roomId, "reported"), await SendMessageAsync(there, roomId, "other"));
        await ReportAsync(bob.At(instance.Url), roomId, reported, "Rude");
        await instance.IdleAsync();

        var costs = await requests.CountAsync(() => there.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/messages/{other}"));

        Assert.Equal(costs, await requests.CountAsync(() => there.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/messages/{reported}")));
    }

    private static async Task<long> SendMessageAsync(ChatUser user, string roomId, string text) => (long)(await user.SendMessageAsync(roomId, text))["seq"]!;

    private static Task<JsonNode> ReportAsync(ChatUser user, string roomId, long seq, string reason) =>
        user.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/messages/{seq}/report", new { reason });
}
