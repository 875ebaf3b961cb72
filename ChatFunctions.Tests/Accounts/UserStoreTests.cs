using ChatFunctions.Accounts;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Faults;
using ChatFunctions.Tests.Rooms.Log;
using Microsoft.AspNetCore.Http;

namespace ChatFunctions.Tests.Accounts;

public sealed class UserStoreTests
{
    [Fact]
    public async Task A_login_is_freed_even_if_its_row_is_written_concurrently()
    {
        var prefix = ChatInstance.NewTablePrefix();
        await using var writer = await RoomLogInstance.StartAsync(prefix);
        var written = false;
        await using var erasing = await RoomLogInstance.StartAsync(prefix, request =>
        {
            if (HttpMethods.IsDelete(request.Method) && request.Path.Value!.Contains(UserKeys.Attempts, StringComparison.Ordinal) && !written)
            {
                written = true;
                Rewrite(new UserStore(writer.Get<ChatTables>())).GetAwaiter().GetResult();
            }

            return Fault.None;
        });
        var store = new UserStore(erasing.Get<ChatTables>());
        await store.ClaimAsync(new LoginRow { PartitionKey = UserKeys.LoginPartition("ada"), RowKey = UserKeys.Login, UserId = "ada1", CreatedAt = DateTimeOffset.UtcNow }, CancellationToken.None);

        await store.FreeAsync("ada", "ada1", CancellationToken.None);

        Assert.True(written);
        Assert.Null(await store.LoginAsync("ada", CancellationToken.None));
    }

    private static async Task Rewrite(UserStore store)
    {
        var login = await store.LoginAsync("ada", CancellationToken.None);
        login!.PasswordHash = "hashed anew";
        Assert.True(await store.TryReplaceAsync(login, CancellationToken.None));
    }
}
