using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Cli.Planning;

public sealed partial class PlanCommandTests
{
    public static TheoryData<string, string> Examples()
    {
        var examples = new TheoryData<string, string>();
        foreach (Match example in Example().Matches(File.ReadAllText(RepositoryRoot.Combine("docs", "scale-and-cost.md"))))
        {
            examples.Add(example.Groups[1].Value, example.Groups[2].Value);
        }

        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task The_document_shows_the_output_of_the_command(string arguments, string shown)
    {
        using var home = new CliHome(new Uri("http://127.0.0.1:1"));

        var result = await home.RunAsync(["plan", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(shown.TrimEnd(), Trailing().Replace(result.Output, "\n").TrimEnd());
        Assert.Equal(0, result.Code);
    }

    [Fact]
    public async Task The_plan_is_available_as_JSON()
    {
        using var home = new CliHome(new Uri("http://127.0.0.1:1"));

        var result = await home.RunAsync("plan", "--users", "10", "--messages-per-day", "500", "--json");

        var plan = JsonNode.Parse(result.Output)!;
        Assert.Equal(500, (double)plan["load"]!["messagesPerDay"]!);
        Assert.Equal((double)plan["total"]!, plan["costs"]!.AsArray().Sum(cost => (double)cost!["dollars"]!), 6);
    }

    [Theory]
    [InlineData("--users=-1")]
    [InlineData("--users=many")]
    [InlineData("--memory=1000")]
    [InlineData("--hours-online=25")]
    public async Task Invalid_options_are_refused(string option)
    {
        using var home = new CliHome(new Uri("http://127.0.0.1:1"));

        var result = await home.RunAsync("plan", option);

        Assert.Equal((2, ""), (result.Code, result.Output));
        Assert.NotEmpty(result.Errors);
    }

    [GeneratedRegex(@"```console\n\$ \./chat plan(.*)\n((?s:.*?))```")]
    private static partial Regex Example();

    [GeneratedRegex(@" +\n")]
    private static partial Regex Trailing();
}
