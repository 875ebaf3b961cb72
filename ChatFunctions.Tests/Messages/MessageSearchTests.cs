using ChatFunctions.Messages;
using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Tests.Rooms.Log;

namespace ChatFunctions.Tests.Messages;

/// <summary>Search in a room with several complete blocks, on Azurite. The room's id is always the same, so that its filters are, too.</summary>
public sealed class MessageSearchTests : IAsyncLifetime
{
    private const string RoomId = "2evsearch000001";

    private readonly string _prefix = ChatInstance.NewTablePrefix();
    private RoomLogInstance _instance = null!;

    public async Task InitializeAsync()
    {
        _instance = await RoomLogInstance.StartAsync(_prefix);
        await _instance.CreateRoomAsync(RoomId, "ada", ["bob"]);
    }

    public async Task DisposeAsync() => await _instance.DisposeAsync();

    [Fact]
    public async Task Messages_are_found_in_the_whole_history_newest_first()
    {
        await SendAsync(1_100, n => n % 400 == 7 ? $"Möwe {n}" : $"other {n}");

        var page = await SearchAsync("mowe");

        Assert.Equal(["Möwe 807", "Möwe 407", "Möwe 7"], page.Items.Select(hit => hit.Message.Text));
        Assert.Equal((null, 1L), (page.Cursor, page.SearchedBackTo));
    }

    [Fact]
    public async Task The_first_search_builds_the_index_and_the_next_reads_only_blocks_that_may_match()
    {
        await SendAsync(2_100, n => n == 3 ? "treasure" : $"sand {n}");

        // Head and member; the indexes; the newest messages; four blocks, each read and stored.
        Assert.Equal(2 + 1 + 1 + (2 * 4), await _instance.Requests.CountAsync(() => SearchAsync("treasure")));
        Assert.Equal(2 + 1 + 1 + 1, await _instance.Requests.CountAsync(() => SearchAsync("treasure")));
        Assert.Equal(2 + 1 + 1, await _instance.Requests.CountAsync(() => SearchAsync("pirate")));
    }

    [Fact]
    public async Task A_search_of_a_small_room_costs_three_requests()
    {
        await SendAsync(20, n => $"sand {n}");

        Assert.Equal(3, await _instance.Requests.CountAsync(() => SearchAsync("sand")));
    }

    [Fact]
    public async Task A_call_reads_a_bounded_number_of_blocks_and_the_cursor_continues()
    {
        await SendAsync((MessageSearch.MostReads + 1) * SearchBlock.Size, n => n == 3 ? "treasure" : "sand");

        var first = await SearchAsync("treasure");
        var second = await SearchAsync("treasure", before: long.Parse(first.Cursor![1..], provider: null));

        Assert.Empty(first.Items);
        Assert.Equal(first.Cursor, $"b{first.SearchedBackTo}");
        Assert.InRange(first.SearchedBackTo, 2, (2 * SearchBlock.Size) + 1);
        Assert.Equal("treasure", Assert.Single(second.Items).Message.Text);
    }

    [Fact]
    public async Task Pages_return_every_match_once()
    {
        await SendAsync(600, n => n % 50 == 0 ? $"hit {n}" : "miss");
        var found = new List<string>();
        for (long? before = null, next = 0; next is not null; before = next)
        {
            var page = await SearchAsync("hit", before: before, limit: 5);
            found.AddRange(page.Items.Select(hit => hit.Message.Text));
            next = page.Cursor is null ? null : long.Parse(page.Cursor[1..], provider: null);
        }

        Assert.Equal(Enumerable.Range(0, 12).Select(n => $"hit {550 - (50 * n)}"), found);
    }

    [Fact]
    public async Task An_edit_of_an_indexed_message_removes_the_old_words_and_the_new_ones_are_found()
    {
        var seq = await IndexedAsync("secret");

        await AppendAsync(new EditMessage(RoomLogInstance.ActorOf("ada"), NewId(), seq, "public", IfVersion: null));

        Assert.Null((await RowAsync(seq))!.Filter);
        Assert.Empty((await SearchAsync("secret")).Items);
        Assert.Equal("public", Assert.Single((await SearchAsync("public")).Items).Message.Text);
        Assert.NotNull((await RowAsync(seq))!.Filter);
    }

    [Fact]
    public async Task A_deletion_removes_a_messages_words_in_the_same_commit()
    {
        var seq = await IndexedAsync("secret");

        await AppendAsync(new DeleteMessage(RoomLogInstance.ActorOf("ada"), NewId(), seq, IfVersion: null));

        Assert.Null((await RowAsync(seq))!.Filter);
        Assert.Empty((await SearchAsync("secret")).Items);
    }

    [Fact]
    public async Task An_erasure_removes_a_users_words_in_the_same_commit()
    {
        var seq = await IndexedAsync("secret");

        await AppendAsync(new EraseMessages(new Actor("ada", ""), [.. Enumerable.Range(0, EraseMessages.Most).Select(n => seq + n)], [.. Enumerable.Range(0, EraseMessages.Most).Select(_ => NewId())]));

        Assert.Null((await RowAsync(seq))!.Filter);
        Assert.Empty((await SearchAsync("secret")).Items);
    }

    [Fact]
    public async Task A_filter_of_messages_that_were_read_before_a_deletion_is_not_stored()
    {
        var seq = await SendAsync(600, n => n == 3 ? "secret" : "sand");
        var read = await _instance.Get<RoomStore>().MessagesAsync(RoomId, 1, SearchBlock.Size, SearchBlock.Size, senderId: null, CancellationToken.None);
        await AppendAsync(new DeleteMessage(RoomLogInstance.ActorOf("ada"), NewId(), seq + 3, IfVersion: null));

        await _instance.Get<SearchIndex>().StoreAsync(row: null, RoomId, "ada", block: 0, read, CancellationToken.None);

        Assert.Null((await RowAsync(seq))!.Filter);
    }

    [Fact]
    public async Task Nothing_is_stored_for_a_user_who_is_no_longer_a_member()
    {
        var seq = await SendAsync(600, _ => "sand");

        await _instance.Get<SearchIndex>().StoreAsync(row: null, RoomId, "eve", block: 0, [], CancellationToken.None);

        Assert.Null(await RowAsync(seq));
    }

    [Fact]
    public async Task Two_instances_that_build_the_index_at_the_same_time_find_the_same()
    {
        await SendAsync(1_600, n => n % 500 == 3 ? $"treasure {n}" : "sand");
        await using var other = await RoomLogInstance.StartAsync(_prefix);

        var pages = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => SearchAsync("treasure", on: n % 2 == 0 ? _instance : other)));

        Assert.All([.. pages, await SearchAsync("treasure")], page =>
            Assert.Equal(["treasure 1503", "treasure 1003", "treasure 503", "treasure 3"], page.Items.Select(hit => hit.Message.Text)));
    }

    [Fact]
    public async Task After_the_keys_are_rotated_indexes_are_built_again()
    {
        var seq = await IndexedAsync("secret");
        var before = (await RowAsync(seq))!.KeyId;
        await using var rotated = await RoomLogInstance.StartAsync(_prefix, tokenKey: "another key for tests, and for nothing else");

        Assert.Single((await SearchAsync("secret", on: rotated)).Items);
        Assert.NotEqual(before, (await RowAsync(seq))!.KeyId);
    }

    [Fact]
    public async Task Reactions_leave_the_index_as_it_is()
    {
        var seq = await IndexedAsync("secret");

        await AppendAsync(new SetReaction(RoomLogInstance.ActorOf("bob"), NewId(), seq, "👍", On: true));

        Assert.NotNull((await RowAsync(seq))!.Filter);
    }

    [Fact]
    public async Task Sender_and_links_narrow_a_search()
    {
        await SendAsync(600, n => n == 3 ? "see https://example.com" : n == 4 ? "no link here" : "sand");
        await _instance.SendAsync(RoomId, "bob", "see HTTP://example.org");

        Assert.Equal(
            ["see HTTP://example.org", "see https://example.com"],
            (await SearchAsync("", has: "link")).Items.Select(hit => hit.Message.Text));
        Assert.Equal(["see https://example.com"], (await SearchAsync("see", from: "ada", has: "link")).Items.Select(hit => hit.Message.Text));
        Assert.Empty((await SearchAsync("sand", from: "bob")).Items);
    }

    /// <summary>Sends 600 messages, one of them with a word, and builds the index.</summary>
    /// <returns>The seq of that message.</returns>
    private async Task<long> IndexedAsync(string word)
    {
        var first = await SendAsync(600, n => n == 3 ? word : "sand");
        Assert.Single((await SearchAsync(word)).Items);
        Assert.NotNull((await RowAsync(first + 3))!.Filter);
        return first + 3;
    }

    /// <returns>The seq of the first one.</returns>
    private async Task<long> SendAsync(int count, Func<int, string> text)
    {
        var first = 0L;
        foreach (var chunk in Enumerable.Range(0, count).Chunk(98))
        {
            var sent = await AppendAsync(new SendMessages(RoomLogInstance.ActorOf("ada"), [.. chunk.Select(n => new Draft(NewId(), text(n), ClientMessageId: null, ReplyTo: null))]));
            first = first == 0 ? sent.Sent[0].Message.Seq : first;
        }

        return first;
    }

    private async Task<Appended> AppendAsync(RoomCommand command)
    {
        var appended = await _instance.Appender.AppendAsync(RoomId, command);
        Assert.Null(appended.Refusal);
        return appended.Value;
    }

    private Task<SearchBlockRow?> RowAsync(long seq) =>
        _instance.Get<RoomStore>().FindAsync<SearchBlockRow>(RoomId, RoomKeys.SearchBlock(SearchBlock.Of(seq)), CancellationToken.None);

    private async Task<SearchPage> SearchAsync(
        string text, string? from = null, string? has = null, long? before = null, int limit = 20, RoomLogInstance? on = null)
    {
        var query = new SearchQuery(SearchTerm.Parse(text), from, has, before, limit);
        return (await (on ?? _instance).Get<MessageSearch>().RoomAsync(RoomId, "ada", query, CancellationToken.None)).Value;
    }

    private string NewId() => _instance.Get<Ids>().NewId();
}
