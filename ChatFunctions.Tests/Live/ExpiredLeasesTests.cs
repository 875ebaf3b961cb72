using ChatFunctions.Hosting;
using ChatFunctions.Live;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Live;

public sealed class ExpiredLeasesTests(FakeTimeFixture chat) : IClassFixture<FakeTimeFixture>
{
    [Fact]
    public async Task A_few_heartbeats_find_all_expired_leases_after_many_users_disconnect()
    {
        var leases = chat.App.Services.GetRequiredService<LeaseStore>();
        var members = Enumerable.Range(0, 80).Select(n => Lease.Renewed(null, new Caller($"user{n}", "Somebody", "session"), chat.Time.GetUtcNow())).ToList();
        await Task.WhenAll(members.Select(lease => leases.TryWriteAsync(lease, CancellationToken.None)));
        chat.Time.Advance(Lease.Duration);
        var expiredLeases = chat.App.Services.GetRequiredService<ExpiredLeases>();

        var first = await expiredLeases.NoticeAfterAsync("bob", CancellationToken.None);
        var second = await expiredLeases.NoticeAfterAsync("bob", CancellationToken.None);

        Assert.Equal(ExpiredLeases.LookedAtOfMany, first.Count);
        Assert.Equal(members.Select(lease => lease.UserId).Order(), first.Concat(second).Select(change => change.UserId).Order());
    }
}
