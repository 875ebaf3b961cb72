namespace ChatFunctions.Cli.Demo;

/// <summary>The demo's logged-in users, by login.</summary>
internal sealed class DemoCast : IAsyncDisposable
{
    private readonly Dictionary<string, (ChatClient Chat, User User)> _people = [];

    public ChatClient this[string login] => _people[login].Chat;

    /// <summary>Logs in existing users and registers the others.</summary>
    public static async Task<DemoCast> EnterAsync(Client client, DemoContent content, CancellationToken cancellationToken)
    {
        var cast = new DemoCast();
        foreach (var person in content.People)
        {
            var chat = client.Connect(_ => { });
            cast._people[person.Login] = (chat, await EnterAsync(client, chat, person, content.Password, cancellationToken));
        }

        return cast;
    }

    public User User(string login) => _people[login].User;

    public async ValueTask DisposeAsync()
    {
        foreach (var (chat, _) in _people.Values)
        {
            await chat.DisposeAsync();
        }
    }

    private static async Task<User> EnterAsync(Client client, ChatClient chat, DemoPerson person, string password, CancellationToken cancellationToken)
    {
        try
        {
            return await chat.RegisterAsync(person.Login, password, person.Username, cancellationToken);
        }
        catch (ChatApiException e) when (e.Code == "login_taken")
        {
        }

        try
        {
            return await chat.LogInAsync(person.Login, password, cancellationToken);
        }
        catch (ChatApiException e) when (e.Code == "invalid_credentials")
        {
            throw new CliException($"{client.ServerName} already has a user {person.Login} with a different password. Run the demo on an empty server.");
        }
    }
}
