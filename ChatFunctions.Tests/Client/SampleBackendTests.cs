using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatFunctions.Tests.Hosting;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Client;

public sealed class SampleBackendTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task The_sample_product_gives_its_users_one_room_and_tokens_of_their_own()
    {
        using var key = await BackEnd.AddAsync(chat.App.Url);
        await using var product = await SampleBackend.StartAsync(chat.App.Url, key.Key);

        using var anonymous = product.NewBrowser();
        Assert.Equal(HttpStatusCode.Unauthorized, (await anonymous.GetAsync("chat")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await anonymous.PostAsync("chat-token", content: null)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await anonymous.PostAsJsonAsync("sign-in", new { name = "ada", password = "guess" })).StatusCode);

        var ada = await OpenChatAsync(product, "ada");
        var bob = await OpenChatAsync(product, "bob");

        Assert.Equal(ada.Room, bob.Room);
        Assert.Equal("Ada", await NameAsync(ada.Token));
        Assert.Equal("Bob, seller", await NameAsync(bob.Token));
    }

    private static async Task<(string Room, string Token)> OpenChatAsync(SampleBackend product, string name)
    {
        using var browser = product.NewBrowser();
        using var signedIn = await browser.PostAsJsonAsync("sign-in", new { name, password = "demo" });
        signedIn.EnsureSuccessStatusCode();
        var opened = (await browser.GetFromJsonAsync<JsonNode>("chat"))!;
        using var token = await browser.PostAsync("chat-token", content: null);
        return ((string)opened["room"]!, await token.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }

    private async Task<string> NameAsync(string token)
    {
        using var http = ChatUser.ClientOf(chat.App.Url, token);
        return (string)(await http.GetFromJsonAsync<JsonNode>("me"))!["username"]!;
    }

    private sealed record SampleBackend(Process Process, Uri Url) : IAsyncDisposable
    {
        public static async Task<SampleBackend> StartAsync(Uri chat, string apiKey)
        {
            var url = new Uri($"http://localhost:{FreePort.Find()}/");
            var product = new SampleBackend(Process.Start(new ProcessStartInfo("dotnet", [RepositoryRoot.Program("samples/Backend", "Backend"), "--urls", url.AbsoluteUri])
            {
                WorkingDirectory = RepositoryRoot.Combine("samples", "Backend"),
                Environment =
                {
                    ["Chat__BaseAddress"] = chat.AbsoluteUri,
                    ["Chat__ApiKey"] = apiKey,
                },
            })!, url);
            using var http = product.NewBrowser();
            await Eventually.IsTrueAsync(async () =>
            {
                try
                {
                    return (await http.GetStringAsync("")).Contains("<chat-room>", StringComparison.Ordinal);
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            });
            return product;
        }

        /// <summary>Keeps cookies.</summary>
        public HttpClient NewBrowser() => new() { BaseAddress = Url };

        public async ValueTask DisposeAsync()
        {
            Process.Kill();
            await Process.WaitForExitAsync();
            Process.Dispose();
        }
    }
}
