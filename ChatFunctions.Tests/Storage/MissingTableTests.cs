using ChatFunctions.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Storage;

public sealed class MissingTableTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task First_requests_that_create_a_table_concurrently_all_succeed()
    {
        for (var round = 0; round < 5; round++)
        {
            var prefix = ChatInstance.NewTablePrefix();
            using var one = await ChatInstance.BuildAsync(prefix, chat.SignalRConnectionString);
            using var other = await ChatInstance.BuildAsync(prefix, chat.SignalRConnectionString);
            UserDirectory[] directories = [one.Services.GetRequiredService<UserDirectory>(), other.Services.GetRequiredService<UserDirectory>()];

            await Task.WhenAll(Enumerable.Range(0, 64).Select(n => directories[n % 2].AddAsync($"user{n}", "Ada", CancellationToken.None)));

            Assert.Equal(64, (await directories[0].SearchAsync("Ada", null, 100, CancellationToken.None)).Count);
        }
    }
}
