using System.Text.Json.Nodes;
using ChatFunctions.Tests.Hosting;

namespace ChatFunctions.Tests.Cli;

public sealed class KeyTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_key_is_added_used_listed_and_removed()
    {
        const string MasterKey = "the master key";
        await using var guarded = await chat.StartAnotherAsync(null, $"AzureFunctionsJobHost:masterKey={MasterKey}");
        using var home = new CliHome(guarded.Url);
        Assert.Contains("master key is missing", (await home.RunAsync("keys", "add", "shop")).Refused(1), StringComparison.Ordinal);

        var key = (await home.RunAsync("keys", "add", "shop", "--master-key", MasterKey)).Lines.Single();

        using var http = BackEnd.ClientOf(guarded.Url, key);
        using var used = await http.GetAsync("users/nobody");
        await Problems.AssertAsync(used, 404, "user_not_found");
        var id = key.Split('.')[0];
        Assert.Equal("shop", (string?)(await KeysAsync(home)).Single(listed => (string?)listed["id"] == id)["name"]);
        await home.RunAsync("keys", "remove", id, "--master-key", MasterKey);
        Assert.DoesNotContain(await KeysAsync(home), listed => (string?)listed["id"] == id);

        static Task<JsonNode[]> KeysAsync(CliHome home) => home.JsonAsync("keys", "list", "--master-key", MasterKey);
    }
}
