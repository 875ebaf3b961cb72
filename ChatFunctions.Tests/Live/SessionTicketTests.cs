using ChatFunctions.Hosting;
using ChatFunctions.Live;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Tests.Live;

public sealed class SessionTicketTests
{
    private const string Url = "https://chat.service.signalr.net/client/?hub=chat";
    private const string Key = "the present key, of 32 characters";
    private const string OtherKey = "another key, also of 32 characters";

    private static readonly Caller Ada = new("ada", "Ada", "session1");

    [Fact]
    public void A_connection_identifies_the_session_that_negotiated()
    {
        var url = Tickets(Key).AddTo(Url, Ada);

        Assert.StartsWith($"{Url}&session=", url, StringComparison.Ordinal);
        Assert.Equal("session1", Tickets(Key).SessionOf(Connection(url, "ada")));
    }

    [Fact]
    public void A_ticket_survives_the_rotation_of_keys()
    {
        var url = Tickets(Key).AddTo(Url, Ada);

        Assert.Equal("session1", Tickets(OtherKey, Key).SessionOf(Connection(url, "ada")));
        Assert.Null(Tickets(OtherKey).SessionOf(Connection(url, "ada")));
    }

    [Fact]
    public void A_ticket_is_valid_for_its_user_and_session_only()
    {
        var url = Tickets(Key).AddTo(Url, Ada);

        Assert.Null(Tickets(Key).SessionOf(Connection(url, "eve")));
        Assert.Null(Tickets(Key).SessionOf(Connection(url.Replace("session1", "session2", StringComparison.Ordinal), "ada")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&session=")]
    [InlineData("&session=session1")]
    [InlineData("&session=session1.")]
    [InlineData("&session=session1.no!base64")]
    [InlineData("&session=session1.c2hvcnQ")]
    [InlineData("&session=.c2hvcnQ.")]
    public void An_invalid_ticket_identifies_no_session(string query) => Assert.Null(Tickets(Key).SessionOf(Connection(Url + query, "ada")));

    [Fact]
    public void A_connection_without_a_query_identifies_no_session() => Assert.Null(Tickets(Key).SessionOf(new SignalRInvocationContext { UserId = "ada" }));

    private static SignalRInvocationContext Connection(string url, string userId) => new() { UserId = userId, Query = QueryHelpers.ParseQuery(new Uri(url).Query) };

    private static SessionTickets Tickets(string key, string? other = null) => new(Options.Create(new TokenOptions { TokenKey = key, OtherTokenKey = other }));
}
