using System.Net;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Lists;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Rooms;

/// <summary>Calls that many tests of rooms use.</summary>
internal static class RoomCalls
{
    public static async Task<string> CreatePublicRoomAsync(this ChatUser user, string name, params ChatUser[] members) =>
        (string)(await user.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, "rooms", new { name, kind = "public", members = members.Select(member => member.Id) }))["id"]!;

    /// <returns>The id of the direct room of the two users, which is created if it doesn't exist.</returns>
    public static async Task<string> DirectRoomAsync(this ChatUser user, ChatUser other)
    {
        using var response = await user.SendAsync(HttpMethod.Put, $"direct/{other.Id}");
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created, $"{(int)response.StatusCode}");
        return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["id"]!;
    }

    public static Task<JsonNode> InviteAsync(this ChatUser user, string roomId, int? maxUses = null, int? expiresInHours = null) =>
        user.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/invitations", new { maxUses, expiresInHours });

    /// <returns>All items of a list, read in pages.</returns>
    public static async Task<List<JsonNode>> ListAllAsync(this ChatUser user, string path, int limit = 200)
    {
        var items = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var page = await user.GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={limit}{(cursor is null ? "" : $"&cursor={cursor}")}");
            Assert.InRange(page["items"]!.AsArray().Count, 0, limit);
            items.AddRange(page["items"]!.AsArray()!);
            cursor = (string?)page["cursor"];
        }
        while (cursor is not null);

        return items;
    }

    /// <returns>The ids of the user's rooms, in the order of the list.</returns>
    public static async Task<string[]> RoomIdsAsync(this ChatUser user, int limit = 200) => [.. (await user.ListAllAsync("rooms", limit)).Select(room => (string)room["id"]!)];

    /// <returns>The ids and roles of the members.</returns>
    public static async Task<Dictionary<string, string>> MembersAsync(this ChatUser user, string roomId) =>
        (await user.ListAllAsync($"rooms/{roomId}/members")).ToDictionary(member => (string)member["user"]!["id"]!, member => (string)member["role"]!);

    /// <summary>Waits until the instance has no background work in progress.</summary>
    public static Task IdleAsync(this ChatInstance instance) => instance.Services.GetRequiredService<BackgroundWork>().IdleAsync();

    /// <returns>Table, partition and row key of all rows that refer to the room.</returns>
    public static async Task<List<string>> KeysOfAsync(this ChatInstance instance, string roomId)
    {
        var tables = instance.Services.GetRequiredService<ChatTables>();
        var found = new List<string>();
        foreach (var table in tables.Accounts.SelectMany(account => new[] { account.Rooms, account.Users, account.Directory }))
        {
            await foreach (var row in table.QueryAsync<TableEntity>(select: ["PartitionKey", "RowKey"]))
            {
                var place = $"{table.Name}/{row.PartitionKey}/{row.RowKey}";
                if (place.Contains(roomId, StringComparison.Ordinal))
                {
                    found.Add(place);
                }
            }
        }

        return found;
    }

    /// <summary>Adds members without accounts directly to the room's log.</summary>
    public static async Task AddMembersAsync(this ChatInstance instance, string roomId, ChatUser owner, int count)
    {
        var appender = instance.Services.GetRequiredService<RoomAppender>();
        var ids = instance.Services.GetRequiredService<Ids>();
        var added = await Task.WhenAll(Enumerable.Range(0, count).Select(n => appender.AppendAsync(
            roomId, new PutMember(new Actor(owner.Id, owner.Username), ids.NewId(), new UserRef($"extra{n:D4}", $"Extra {n}"), Role: null))));
        Assert.All(added, outcome => Assert.Null(outcome.Refusal));
    }

    /// <summary>Adds rooms that don't exist to a user's room list.</summary>
    public static async Task AddToListAsync(this ChatInstance instance, ChatUser user, int count)
    {
        var userRooms = instance.Services.GetRequiredService<ChatTables>().User(user.Id);
        foreach (var chunk in Enumerable.Range(0, count).Chunk(100))
        {
            await userRooms.SubmitTransactionAsync(chunk.Select(n => new TableTransactionAction(
                TableTransactionActionType.UpsertReplace,
                new UserRoomRow { PartitionKey = UserKeys.UserPartition(user.Id), RowKey = UserRoomRow.Key($"extra{n:D7}"), WrittenAt = DateTimeOffset.UtcNow, ActiveUntil = DateTimeOffset.UtcNow })));
        }
    }

    /// <summary>Makes a user a member of rooms that <see cref="AddToListAsync"/> added. They have no other rows.</summary>
    public static Task AddMembershipsAsync(this ChatInstance instance, ChatUser user, int count)
    {
        var tables = instance.Services.GetRequiredService<ChatTables>();
        return Enumerable.Range(0, count).ForEachParallelAsync(
            (n, token) => tables.Rooms($"extra{n:D7}").UpsertEntityAsync(
                new MemberRow { PartitionKey = $"extra{n:D7}", RowKey = RoomKeys.Member(user.Id), Role = Role.Member, Username = user.Username, JoinedAt = DateTimeOffset.UtcNow },
                TableUpdateMode.Replace,
                token),
            CancellationToken.None);
    }

    /// <returns>The ids of the rooms in the user's list, including rooms that the user isn't in.</returns>
    public static Task<List<string>> PointersOfAsync(this ChatInstance instance, ChatUser user) =>
        instance.Services.GetRequiredService<UserRoomStore>().RoomIdsAsync(user.Id, CancellationToken.None);

    /// <summary>Another instance on the same data, whose clock is ahead.</summary>
    public static Task<ChatInstance> StartLaterAsync(this ChatFixture chat, TimeSpan by) =>
        chat.StartAnotherAsync(services => services.AddSingleton<TimeProvider>(new SteppedTimeProvider(DateTimeOffset.UtcNow + by)));

    /// <summary>The same user with a new session at another instance.</summary>
    public static async Task<ChatUser> LogInAsync(this ChatUser user, Uri app)
    {
        using var anonymous = ChatUser.ClientOf(app, token: null);
        return ChatUser.Of(app, await anonymous.LoggedInAsync(user.Login));
    }
}
