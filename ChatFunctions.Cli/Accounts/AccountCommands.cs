using System.CommandLine;
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
            Show(client, await client.Chat.RegisterAsync(call.GetRequiredValue(login), password, call.GetValue(username), cancellationToken));
        }, login, username, fromInput);
    }

    public static Command LogIn(CommandRunner runner)
    {
        var login = Login();
        var fromInput = Password.FromInput();
        return runner.Make("login", "Log in and keep the session until logout", async (call, client, cancellationToken) =>
        {
            var password = await Password.ReadAsync(call.GetValue(fromInput), isNew: false, cancellationToken);
            Show(client, await client.Chat.LogInAsync(call.GetRequiredValue(login), password, cancellationToken));
        }, login, fromInput);
    }

    public static Command LogOut(CommandRunner runner) =>
        runner.Make("logout", "End the session", async (_, client, cancellationToken) =>
        {
            if (await client.Sessions.ReadAsync(cancellationToken) is null)
            {
                client.Screen.Done($"You're not logged in to {client.ServerName}.");
                return;
            }

            await client.Chat.LogOutAsync(cancellationToken);
            client.Screen.Done("Logged out.");
        });

    public static Command Me(CommandRunner runner) =>
        runner.Make("me", "Show the current user", async (_, client, cancellationToken) =>
            Show(client, await client.Chat.GetMeAsync(cancellationToken)));

    private static Argument<string> Login() => new("login") { Description = "Username or email: 3-64 letters, digits, or . _ - @" };

    private static void Show(Client client, User user) => client.Screen.Show(user, me => client.Screen.Line(
        new Piece(SafeText.Line(me.Username), NameColours.Of(me.Id)),
        new Piece($"  login {SafeText.Line(me.Login)}  id {SafeText.Line(me.Id)}  at {client.ServerName}", Styles.Dim)));
}
