using System.Text.Json;
using ChatFunctions.Cli.Api;
using ChatFunctions.Cli.Sessions;

namespace ChatFunctions.Cli.Demo;

/// <summary>The demo's logged-in users, by login.</summary>
internal sealed class DemoCast(Client client, IReadOnlyDictionary<string, ChatClient> people)
{
    public ChatClient this[string login] => people[login];

    /// <summary>Logs in existing users and registers the others.</summary>
    public static async Task<DemoCast> EnterAsync(Client client, DemoContent content, CancellationToken cancellationToken)
    {
        var people = new Dictionary<string, ChatClient>();
        foreach (var person in content.People)
        {
            var session = await RegisterAsync(client, person, content.Password, cancellationToken)
                ?? await LogInAsync(client, person, content.Password, cancellationToken);
            people[person.Login] = new ChatClient(client.Http, new UnkeptSession(session));
        }

        return new DemoCast(client, people);
    }

    /// <summary>Makes an idempotent request as a user.</summary>
    public Task<JsonElement> SendAsync(string login, ChatRequest request, CancellationToken cancellationToken) =>
        Repeating.UntilAnsweredAsync(() => this[login].SendAsync(request, cancellationToken), client.Clock, cancellationToken);

    /// <returns>Null: the login is taken.</returns>
    private static async Task<Session?> RegisterAsync(Client client, DemoPerson person, string password, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(client, "register", new Credentials(person.Login, password, person.Username), cancellationToken);
        }
        catch (RefusedException e) when (e.Code == "login_taken")
        {
            return null;
        }
    }

    private static async Task<Session> LogInAsync(Client client, DemoPerson person, string password, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(client, "login", new Credentials(person.Login, password), cancellationToken);
        }
        catch (RefusedException e) when (e.Code == "invalid_credentials")
        {
            throw new RefusedException($"{client.Http.ServerName} already has a user {person.Login} with a different password. Run the demo on an empty server.", e.Status, e.Code);
        }
    }

    private static Task<Session> OpenAsync(Client client, string path, Credentials credentials, CancellationToken cancellationToken) =>
        Repeating.UntilAnsweredAsync(async () =>
        {
            var answer = await client.Http.SendAsync(ChatRequest.Post(path, credentials, WireJson.Default.Credentials), token: null, cancellationToken);
            return WireJson.Read(answer, WireJson.Default.Session).Value;
        }, client.Clock, cancellationToken);
}
