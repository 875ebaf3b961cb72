using System.CommandLine;
using ChatFunctions.Cli.Api;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Accounts;

/// <summary>The commands <c>register</c>, <c>login</c>, <c>logout</c> and <c>me</c>.</summary>
internal static class AccountCommands
{
    public static Command Register(CommandRunner runner)
    {
        var login = Login();
        var username = new Option<string?>("--username") { Description = "Display name. Default: the username", HelpName = "name" };
        var fromInput = Password.FromInput();
        return runner.Make("register", "Create an account and log in", async (call, client, cancellationToken) =>
        {
            var password = await Password.ReadAsync(call.GetValue(fromInput), isNew: true, cancellationToken);
            var body = new Credentials(call.GetRequiredValue(login), password, call.GetValue(username));
            await OpenAsync(client, ChatRequest.Post("register", body, WireJson.Default.Credentials), cancellationToken);
        }, login, username, fromInput);
    }

    public static Command LogIn(CommandRunner runner)
    {
        var login = Login();
        var fromInput = Password.FromInput();
        return runner.Make("login", "Log in and keep the session until logout", async (call, client, cancellationToken) =>
        {
            var password = await Password.ReadAsync(call.GetValue(fromInput), isNew: false, cancellationToken);
            var body = new Credentials(call.GetRequiredValue(login), password);
            await OpenAsync(client, ChatRequest.Post("login", body, WireJson.Default.Credentials), cancellationToken);
        }, login, fromInput);
    }

    public static Command LogOut(CommandRunner runner) =>
        runner.Make("logout", "End the session", async (_, client, cancellationToken) =>
        {
            if (!client.Session.IsPresent)
            {
                client.Screen.Done($"You're not logged in to {client.Http.ServerName}.");
                return;
            }

            await EndAsync(client, cancellationToken);
            await client.Session.CloseAsync(cancellationToken);
            client.Screen.Done("Logged out.");
        });

    public static Command Me(CommandRunner runner) =>
        runner.Make("me", "Show the current user", async (_, client, cancellationToken) =>
            Show(client, await client.Chat.GetAsync("me", WireJson.Default.User, cancellationToken)));

    private static Argument<string> Login() => new("login") { Description = "Username or email: 3-64 letters, digits, or . _ - @" };

    private static async Task OpenAsync(Client client, ChatRequest request, CancellationToken cancellationToken) =>
        Show(client, await client.Session.OpenAsync(request, cancellationToken));

    private static void Show(Client client, Received<User> user) => client.Screen.Show(user, me => client.Screen.Line(
        new Piece(SafeText.Line(me.Username), NameColours.Of(me.Id)),
        new Piece($"  login {SafeText.Line(me.Login)}  id {SafeText.Line(me.Id)}  at {client.Http.ServerName}", Styles.Dim)));

    /// <summary>Ends the session on the server, unless it has already ended.</summary>
    private static async Task EndAsync(Client client, CancellationToken cancellationToken)
    {
        try
        {
            await client.Chat.SendAsync(ChatRequest.Post("logout"), cancellationToken);
        }
        catch (RefusedException e) when (e.Status == 401)
        {
        }
    }
}
