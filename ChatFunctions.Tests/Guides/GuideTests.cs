using System.Diagnostics;
using System.Text.Json.Nodes;
using ChatFunctions.Tests.Hosting;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Guides;

/// <summary>Runs the code of the guides unchanged, except for the chat's address, and compares the output.</summary>
public sealed class GuideTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_samples_of_the_client_guide_print_the_documented_output()
    {
        const string guide = "docs/client-guide.md";

        var printed = await RunScriptAsync(Here(MarkdownCode.Of(guide, "js")));

        Assert.NotEmpty(printed);
        Assert.Equal(MarkdownCode.OutputOf(guide, "js"), printed);
    }

    [Fact]
    public async Task The_commands_of_getting_started_print_the_documented_output()
    {
        const string guide = "docs/getting-started.md";

        var printed = await RunShellAsync(Here(MarkdownCode.Of(guide, "bash")));

        Assert.NotEmpty(printed);
        Assert.Equal(MarkdownCode.OutputOf(guide, "bash"), printed.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task The_requests_of_the_readme_send_a_message_and_read_it()
    {
        var answers = await RunShellAsync(Here(MarkdownCode.Block("README.md", "api=")));

        var history = JsonNode.Parse(answers[answers.LastIndexOf("""{"items":""", StringComparison.Ordinal)..])!;
        Assert.Equal("Milk or lemon?", (string?)history["items"]!.AsArray().Single()!["text"]);
    }

    [Fact]
    public async Task The_moderation_commands_of_the_guide_for_products_print_the_documented_output()
    {
        const string guide = "docs/add-chat.md";
        using var shop = await BackEnd.AddAsync(chat.App.Url);

        var printed = await RunShellAsync($"export CHAT_API_KEY={shop.Key}\n{Here(MarkdownCode.Of(guide, "bash"))}");

        Assert.NotEmpty(printed);
        Assert.Equal(MarkdownCode.OutputOf(guide, "bash"), printed.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private string Here(string code) => code.Replace("http://localhost:7071", chat.App.Url.AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal);

    /// <summary>Runs the script below the repository's root, where node finds the imported packages.</summary>
    private static async Task<string[]> RunScriptAsync(string code)
    {
        var script = Path.Combine(AppContext.BaseDirectory, $"guide-{Guid.NewGuid():N}.mjs");
        await File.WriteAllTextAsync(script, code);
        try
        {
            using var timeLimit = new CancellationTokenSource(TimeLimit);
            var output = await NodeProcess.RunAsync(Path.GetRelativePath(RepositoryRoot.Path, script), [], cancellationToken: timeLimit.Token);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static async Task<string> RunShellAsync(string code)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", code]) { RedirectStandardOutput = true })!;
        using var timeLimit = new CancellationTokenSource(TimeLimit);
        var output = await shell.StandardOutput.ReadToEndAsync(timeLimit.Token);
        await shell.WaitForExitAsync(timeLimit.Token);
        Assert.Equal(0, shell.ExitCode);
        return output;
    }
}
