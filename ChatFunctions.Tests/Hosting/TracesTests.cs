using System.Diagnostics;
using System.Net;

namespace ChatFunctions.Tests.Hosting;

public sealed class TracesTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_send_is_traced_from_its_function_over_its_commit_to_its_storage_request()
    {
        using var spans = new Spans();
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("traced");
        await ada.SendMessageAsync(roomId, "first");
        var trace = ActivityTraceId.CreateRandom();
        ada.Http.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");

        await ada.SendMessageAsync(roomId, "hello");
        await Eventually.IsTrueAsync(() => spans.InRoom(roomId, Spans.Invocation).Any(span => span.TraceId == trace));

        var function = Assert.Single(spans.InRoom(roomId, Spans.Invocation), span => span.TraceId == trace);
        Assert.Equal(201, (int?)function.GetTagItem("http.response.status_code"));
        var commit = Assert.Single(spans.Under(function), span => span.DisplayName == "commit");
        Assert.Equal((roomId, 1), ((string?)commit.GetTagItem("chat.room.id"), (int?)commit.GetTagItem("chat.commit.events")));
        Assert.Equal(function.Context, Assert.Single(commit.Links).Context);
        var request = Assert.Single(spans.Under(commit));
        Assert.Equal(("transaction", ActivityKind.Client), (request.DisplayName, request.Kind));
        Assert.All(new[] { function, commit, request }, span => Assert.Equal(trace, span.TraceId));
    }

    [Fact]
    public async Task A_commit_is_linked_to_every_request_that_it_serves()
    {
        const int messages = 60;
        using var spans = new Spans();
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("linked");

        await Task.WhenAll(Enumerable.Range(0, messages).Select(i => ada.SendMessageAsync(roomId, $"{i}")));
        await Eventually.IsTrueAsync(() => spans.InRoom(roomId, Spans.Invocation).Count() == messages);

        var sends = spans.InRoom(roomId, Spans.Invocation).Select(span => span.Context).ToHashSet();
        var commits = spans.InRoom(roomId, "commit").Where(commit => (int?)commit.GetTagItem("chat.commit.events") > 0).ToList();
        var linked = commits.SelectMany(commit => commit.Links).Select(link => link.Context).ToHashSet();
        Assert.Superset(sends, linked);
        Assert.Contains(commits, commit => commit.Links.Count() > 1);
    }

    [Fact]
    public async Task No_span_contains_a_login_or_a_text()
    {
        using var spans = new Spans();
        using var ada = await chat.NewUserAsync("Ada of the spans");
        var roomId = await ada.CreateRoomAsync("a room of spans");
        await ada.SendMessageAsync(roomId, "a text for nobody's log");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, "login", new { login = ada.Login, password = ChatUser.Password });
        await Eventually.IsTrueAsync(() => spans.InRoom(roomId, Spans.Invocation).Any());

        var told = string.Join('\n', spans.All.SelectMany(span => span.TagObjects.Select(tag => $"{tag.Value}").Append(span.DisplayName)));
        Assert.Contains(roomId, told, StringComparison.Ordinal);
        Assert.All(
            new[] { ada.Login, ada.Username, "a room of spans", "a text for" }, secret => Assert.DoesNotContain(secret, told, StringComparison.OrdinalIgnoreCase));
    }
}
