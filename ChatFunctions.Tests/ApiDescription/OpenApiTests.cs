using System.Text.RegularExpressions;
using ChatFunctions.ApiDescription;
using ChatFunctions.Http;
using ChatFunctions.RateLimits;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.ApiDescription;

public sealed partial class OpenApiTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    private static readonly string[] Successes = ["200", "201", "202", "204"];

    [Fact]
    public void The_document_describes_the_routes_that_the_host_serves_and_no_others()
    {
        var served = chat.App.Functions
            .Where(function => function.Trigger.Is("httpTrigger") && function.Name != UnknownRouteFunctions.Name)
            .SelectMany(function => function.Trigger.List("methods").Where(method => method != "head").Select(method => $"{function.Name} {method} /{function.Trigger.Text("route")}"))
            .Order()
            .ToArray();

        var described = Documents.Operations.Select(operation => $"{operation.Name} {operation.Verb} {operation.Path}").Order();

        Assert.Equal(served, described);
        Assert.True(served.Length > 50, $"{served.Length}");
    }

    [Fact]
    public void Every_operation_says_what_it_is_for() => Assert.All(Documents.Operations, operation =>
    {
        Assert.False(string.IsNullOrEmpty((string?)operation.Json["summary"]));
        Assert.Single(operation.Json["tags"]!.AsArray());
        Assert.Contains(operation.Responses, response => Successes.Contains(response.Key));
        Assert.Contains("500", operation.Responses.Select(response => response.Key));
    });

    [Fact]
    public void An_answer_that_live_messages_can_go_with_has_a_body()
    {
        var live = Documents.Operations
            .SelectMany(operation => operation.Responses.Select(response => (Operation: operation, Status: int.Parse(response.Key))))
            .Where(answer => answer.Operation.HasLiveOutput(answer.Status))
            .ToArray();

        Assert.True(live.Length > 50, $"{live.Length}");
        Assert.All(live, answer => Assert.NotNull(answer.Operation.Response(answer.Status)!["content"]));
    }

    [Fact]
    public void Whoever_calls_shows_a_token_or_a_key_or_nothing()
    {
        var bySecurity = Documents.Operations.ToLookup(operation => operation.Json["security"]!.AsArray() is [{ } scheme] ? scheme.AsObject().Single().Key : "", operation => operation.Name);

        Assert.Equal(["SendNotification"], bySecurity["functionKey"]);
        Assert.Equal(
            ["GetAsyncApi", "GetDocs", "GetDocsFile", "GetHealth", "GetLimits", "GetOpenApi", "LogIn", "Refresh", "Register"], bySecurity[""].Order());
        Assert.All(bySecurity["accessToken"], name => Assert.Contains("unauthorized", Documents.Operations.Single(operation => operation.Name == name).Codes(401)));
    }

    [Fact]
    public void Every_code_in_the_source_is_documented_somewhere()
    {
        var sources = Directory.EnumerateFiles(RepositoryRoot.Combine("ChatFunctions"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        var used = sources.SelectMany(path => Code().Matches(File.ReadAllText(path))).Select(match => match.Groups[1].Value).Distinct().Order().ToArray();
        var documented = Documents.Operations.SelectMany(operation => operation.Responses.SelectMany(response => operation.Codes(int.Parse(response.Key))))
            .Concat([Refusal.NotFound.Code, Refusal.MethodNotAllowed.Code]) // Answers to requests that are no operation.
            .Distinct()
            .Order();

        Assert.True(used.Length > 30, string.Join(' ', used));
        Assert.Equal(used, documented);
    }

    [Fact]
    public void What_is_limited_is_said_with_the_limits_themselves()
    {
        var schemas = Documents.OpenApi["components"]!["schemas"]!;

        var text = schemas["SendMessageRequest"]!["properties"]!["text"]!;
        Assert.Equal((1, Limits.TextBytes), ((int)text["minLength"]!, (int)text["maxLength"]!));
        var login = schemas["RegisterRequest"]!["properties"]!["login"]!;
        Assert.Equal((Limits.LoginMinLength, Limits.LoginMaxLength, @"^[A-Za-z0-9._@-]*$(?!\n)"), ((int)login["minLength"]!, (int)login["maxLength"]!, (string?)login["pattern"]));
        Assert.Equal(Limits.BatchMessages, (int)schemas["SendBatchRequest"]!["properties"]!["messages"]!["maxItems"]!);
        Assert.Equal(Limits.InvitationUses, (int)schemas["CreateInvitationRequest"]!["properties"]!["maxUses"]!["maximum"]!);
        Assert.Equal(["login", "password"], Required("RegisterRequest"));
        Assert.Equal(["text"], Required("SendMessageRequest"));
        Assert.Equal(["text", "to"], Required("SendNotificationRequest"));

        string[] Required(string schema) => [.. schemas[schema]!["required"]!.AsArray().Select(name => (string)name!).Order()];
    }

    [Fact]
    public void Records_are_described_in_the_words_of_their_docstrings() => Assert.Equal(
        $"1 to {Limits.TextBytes:N0} UTF-8 bytes after trimming.",
        (string?)Documents.OpenApi["components"]!["schemas"]!["SendMessageRequest"]!["properties"]!["text"]!["description"]);

    [Fact]
    public void Lists_are_asked_for_by_limit_and_cursor_and_changes_by_If_Match()
    {
        var lists = Documents.Operations.Where(operation => operation.Response(200)?["content"]?["application/json"]?["schema"]?["$ref"] is { } schema && ((string)schema!).EndsWith("Page", StringComparison.Ordinal) && operation.Name != "GetEvents");

        Assert.Equal(10, lists.Count());
        Assert.All(lists, list => Assert.Superset(new HashSet<string> { "limit", "cursor" }, Parameters(list)));
        Assert.All(["EditMessage", "DeleteMessage"], name => Assert.Contains("If-Match", Parameters(Documents.Operations.Single(operation => operation.Name == name))));

        static HashSet<string> Parameters(DescribedOperation operation) => [.. operation.Json["parameters"]!.AsArray().Select(parameter => (string)parameter!["name"]!)];
    }

    [Fact]
    public void What_is_limited_by_rate_says_how_it_stands()
    {
        var limited = Documents.Operations.Where(operation => operation.Codes(429).Contains("rate_limited")).ToArray();

        Assert.Equal(HttpFunction.All.Count(function => function.RateLimit != RateLimit.None), limited.Length);
        Assert.All(limited, operation => Assert.Equal(["RateLimit", "RateLimit-Policy", "Retry-After"], operation.Response(429)!["headers"]!.AsObject().Select(header => header.Key).Order()));
    }

    [GeneratedRegex(@"new(?: Refusal)?\(\d{3}, ""([a-z_]+)""")]
    private static partial Regex Code();
}
