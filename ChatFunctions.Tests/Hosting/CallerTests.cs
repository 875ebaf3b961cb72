using System.Text;
using System.Text.Json.Nodes;

namespace ChatFunctions.Tests.Hosting;

/// <summary>Calls every route as every kind of caller, to show which callers pass authentication.</summary>
public sealed class CallerTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    /// <summary>Routes that a back end can call for itself. Decide for each new route whether it belongs here.</summary>
    private static readonly string[] UserOrServer =
    [
        "BanUser", "CreateInvitation", "CreateRoom", "CreateRoomPictureUpload", "CreateUpload", "DeleteMessage", "DeleteRoom", "DismissReports", "EditMessage", "FindMessages", "GetEvents", "GetHistory", "GetMessage", "GetRoom", "GetUser", "ListBans",
        "ListInvitations", "ListMembers", "ListPins", "ListReports", "PinMessage", "PutMember", "RemoveMember", "RemovePin", "RemoveReaction", "RemoveRoomPicture", "RenameRoom", "RevokeInvitation", "SendBatch", "SendMessage", "SetRoomPicture", "UnbanUser",
    ];

    private static readonly string[] ServerOnly = ["ActivateUser", "CreatePasswordReset", "CreateUserSession", "DeactivateUser", "EraseUser", "GetExternalUser", "ImportMessages", "PutExternalUser", "PutExternalUsers", "PutMembers"];

    private static readonly string[] Anyone =
        ["GetAsyncApi", "GetDocs", "GetDocsFile", "GetHealth", "GetIdentity", "GetLimits", "GetOpenApi", "LogIn", "Refresh", "Register", "ResetPassword"];

    private static readonly string[] HostKeys = ["AddApiKey", "ListApiKeys", "RemoveApiKey", "SendNotification"];

    private static readonly string[] ServerRoles = ["Chat.Server"];
    private static readonly string[] OtherRoles = ["Other"];
    private static readonly string[] Codes = ["unauthorized", "act_as_required", "act_as_refused", "server_only"];

    [Fact]
    public void Every_route_has_its_intended_callers()
    {
        Assert.Equal(UserOrServer, Named(Access.UserOrServer));
        Assert.Equal(ServerOnly, Named(Access.Server));
        Assert.Equal(Anyone, Named(Access.Anyone));
        Assert.Equal(HostKeys, Named(Access.FunctionKey, Access.MasterKey));
        Assert.True(Named(Access.User).Length > 20);
    }

    [Fact]
    public async Task Every_route_refuses_other_callers()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        using var former = await BackEnd.AddAsync(chat.App.Url);
        using var master = ChatUser.ClientOf(chat.App.Url, token: null);
        using var removed = await master.DeleteAsync($"keys/{former.KeyId}");
        var token = (string?)ada.Session["accessToken"];
        (string Name, string? Token, string? Key, string? ActAs, Func<Access, string> Expected)[] callers =
        [
            ("nobody", null, null, null, _ => "unauthorized"),
            ("a user", token, null, null, access => access == Access.Server ? "server_only" : ""),
            ("a user for another", (string?)bob.Session["accessToken"], null, ada.Id, access => access == Access.Server ? "server_only" : "act_as_refused"),
            ("a back end", null, shop.Key, null, access => access == Access.User ? "act_as_required" : ""),
            ("a back end for a user", null, shop.Key, ada.Id, access => access == Access.Server ? "server_only" : ""),
            ("a back end for nobody", null, shop.Key, "nobody", access => access == Access.Server ? "server_only" : "act_as_refused"),
            ("a back end for itself by name", null, shop.Key, "system", access => access == Access.Server ? "server_only" : "act_as_refused"),
            ("a removed key", null, former.Key, null, _ => "unauthorized"),
            ("a removed key for a user", null, former.Key, ada.Id, _ => "unauthorized"),
            ("another secret", null, $"{shop.KeyId}.{former.Key.Split('.')[1]}", null, _ => "unauthorized"),
            ("an unknown key", null, "nobody.secret", null, _ => "unauthorized"),
            ("a malformed key", token, "secret", null, _ => "unauthorized"),
        ];

        foreach (var caller in callers)
        {
            using var http = ChatUser.ClientOf(chat.App.Url, caller.Token);
            Add(BackEnd.KeyHeader, caller.Key);
            Add(BackEnd.ActAsHeader, caller.ActAs);
            foreach (var function in HttpFunction.All.Where(function => function.NeedsToken).OrderBy(function => function.Name == "LogOut"))
            {
                Assert.Equal((function.Name, caller.Name, caller.Expected(function.Access)), (function.Name, caller.Name, await CodeAsync(http, function)));
            }

            void Add(string header, string? value)
            {
                if (value is not null)
                {
                    http.DefaultRequestHeaders.Add(header, value);
                }
            }
        }
    }

    [Fact]
    public async Task A_token_with_the_role_of_a_back_end_is_accepted_like_a_key()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var app = await chat.StartAnotherAsync(null, [.. issuer.Settings(), "Chat:Identity:Providers:0:ServerRole=Chat.Server"]);
        using var ada = await ChatUser.RegisterAsync(app.Url);
        var now = DateTimeOffset.UtcNow;
        using var shop = ChatUser.ClientOf(app.Url, issuer.Token(now, "shop", claims: ("roles", ServerRoles)));
        using var other = ChatUser.ClientOf(app.Url, issuer.Token(now, "other", claims: ("roles", OtherRoles)));

        using var deactivated = await shop.PutAsync($"users/{ada.Id}/deactivated", content: null);
        using var activated = await shop.DeleteAsync($"users/{ada.Id}/deactivated");
        using var withoutUser = await shop.GetAsync("me");
        using var withoutRole = await other.PutAsync($"users/{ada.Id}/deactivated", content: null);
        shop.DefaultRequestHeaders.Add(BackEnd.ActAsHeader, ada.Id);
        var me = JsonNode.Parse(await shop.GetStringAsync("me"))!;

        Assert.Equal((204, 204), ((int)deactivated.StatusCode, (int)activated.StatusCode));
        await Problems.AssertAsync(withoutUser, 403, "act_as_required");
        await Problems.AssertAsync(withoutRole, 403, "server_only");
        Assert.Equal(ada.Id, (string?)me["id"]);
    }

    /// <summary>Calls a route for things that don't exist.</summary>
    /// <returns>The code with which authentication refuses the call; empty: it is accepted.</returns>
    private static async Task<string> CodeAsync(HttpClient http, HttpFunction function)
    {
        var path = function.Route.Replace("{roomId}", "zzzzzzzzzzzz", StringComparison.Ordinal).Replace("{seq}", "1", StringComparison.Ordinal);
        foreach (var parameter in new[] { "{userId}", "{externalId}", "{sessionId}", "{code}", "{emoji}", "{id}" })
        {
            path = path.Replace(parameter, "nobody", StringComparison.Ordinal);
        }

        Assert.DoesNotContain('{', path);
        using var request = new HttpRequestMessage(new HttpMethod(function.Verb), path);
        if (function.Verb is not "GET")
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        using var response = await http.SendAsync(request);
        var code = response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["code"]!
            : "";
        return Codes.Contains(code) ? code : "";
    }

    private static string[] Named(params Access[] access) =>
        [.. HttpFunction.All.Where(function => access.Contains(function.Access)).Select(function => function.Name).Order(StringComparer.Ordinal)];
}
