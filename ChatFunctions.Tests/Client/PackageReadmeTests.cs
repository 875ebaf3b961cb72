using ChatFunctions.Client;
using ChatFunctions.Tests.Guides;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Client;

/// <summary>Runs the sample of the package's README, which is copied here.</summary>
public sealed class PackageReadmeTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    private const string Readme = "ChatFunctions.Client/README.md";

    [Fact]
    public async Task The_sample_of_the_readme_prints_the_documented_output()
    {
        using var printed = new StringWriter();

        await RunAsync(fixture.App.Url, printed).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(MarkdownCode.OutputOf(Readme, "csharp"), printed.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void The_sample_of_the_readme_is_the_tested_code()
    {
        var lines = MarkdownCode.Of(Readme, "csharp")
            .Replace("new Uri(\"http://localhost:7071\")", "server", StringComparison.Ordinal)
            .Replace("Console.WriteLine", "await output.WriteLineAsync", StringComparison.Ordinal);

        Assert.Contains(Unindented(lines), Unindented(File.ReadAllText(RepositoryRoot.Combine("ChatFunctions.Tests", "Client", "PackageReadmeTests.cs"))), StringComparison.Ordinal);
    }

    private static async Task RunAsync(Uri server, TextWriter output)
    {
        await using var chat = new ChatClient(server);
        var me = await chat.RegisterAsync($"ada-{Guid.NewGuid():N}", "correct horse", "Ada");
        var room = await chat.CreateRoomAsync("Tea");
        await chat.SendMessageAsync(room.Id, "Milk or lemon?");

        await foreach (var happened in chat.EventsAsync(room.Id, after: 0))
        {
            await output.WriteLineAsync($"#{happened.Seq} {(happened as Message)?.Text ?? happened.Type}");
            if (happened is Message) break;
        }
    }

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));
}
