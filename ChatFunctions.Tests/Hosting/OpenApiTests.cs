using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatFunctions.Hosting;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Hosting;

public sealed partial class OpenApiTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    private static readonly string[] Successes = ["200", "201", "202", "204"];

    [Fact]
    public void The_document_describes_the_routes_that_the_host_serves_and_no_others()
    {
        var served = chat.App.Functions
            .Where(function => function.Trigger.Is("httpTrigger") && function.Name != UnknownRouteFunctions.Name)
            .SelectMany(function => function.Trigger.Methods!.Where(method => method != "head").Select(method => $"{function.Name} {method} /{function.Trigger.Route}"))
            .Order()
            .ToArray();

        var described = Documents.Operations.Select(operation => $"{operation.Name} {operation.Verb} {operation.Path}").Order();

        Assert.Equal(served, described);
        Assert.True(served.Length > 50, $"{served.Length}");
    }

    [Fact]
    public void Every_operation_has_a_summary_and_a_description() => Assert.All(Documents.Operations, operation =>
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
    public void An_operation_requires_what_its_function_requires()
    {
        Assert.All(Documents.Operations, operation => Assert.Equal(
            operation.Function.Access switch
            {
                Access.User => "accessToken, apiKey+actAs",
                Access.UserOrServer => "accessToken, apiKey+actAs, apiKey",
                Access.Server => "apiKey",
                Access.FunctionKey => "functionKey",
                Access.MasterKey => "masterKey",
                _ => "",
            },
            string.Join(", ", operation.Json["security"]!.AsArray().Select(schemes => string.Join('+', schemes!.AsObject().Select(scheme => scheme.Key))))));
    }

    [Fact]
    public void An_operation_documents_the_errors_that_its_function_can_always_have() => Assert.All(Documents.Operations, operation =>
    {
        Assert.Equal(operation.Function.NeedsToken && !operation.Function.NeedsKey, operation.Codes(401).Contains(Refusal.Unauthorized.Code));
        Assert.Equal(operation.Function.RateLimit != RateLimit.None, operation.Codes(429).Contains(Refusal.RateLimited.Code));
        Assert.Equal(operation.Json["requestBody"] is not null, operation.Codes(400).Contains(Refusal.InvalidJson.Code));
        Assert.Equal(operation.Json["requestBody"] is not null, operation.Codes(413).Contains(Refusal.BodyTooLarge.Code));
        Assert.Contains(Refusal.InternalError.Code, operation.Codes(500));
    });

    [Fact]
    public void Every_code_in_the_source_is_documented_with_its_status()
    {
        var used = Refusals().Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}").Distinct().Order().ToArray();
        var documented = Documents.Operations.SelectMany(operation => operation.Responses.SelectMany(response => operation.Codes(int.Parse(response.Key)).Select(code => $"{response.Key} {code}")))
            .Concat([$"404 {Refusal.NotFound.Code}", $"405 {Refusal.MethodNotAllowed.Code}"]) // Responses to requests outside the operations.
            .Distinct()
            .Order();

        Assert.True(used.Length > 30, string.Join(' ', used));
        Assert.Equal(used, documented);
    }

    [Fact]
    public void Examples_of_problems_have_the_texts_of_the_app()
    {
        var texts = Refusals().Select(match => $"^{match.Groups[2].Value} {LimitInText().Replace(Regex.Escape(match.Groups[3].Value), @"\d+")}$").ToArray();
        var problems = Documents.OpenApi["components"]!["examples"]!.AsObject().Select(example => example.Value!["value"]!).Where(value => value["code"] is not null).ToArray();

        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.Contains(texts, text => Regex.IsMatch($"{problem["code"]} {problem["detail"]}", text)));
    }

    [Fact]
    public void Query_parameters_have_the_limits_of_the_app()
    {
        Assert.All(Documents.Operations.Where(operation => operation.Has("limit")), operation => AssertParameter(
            operation.Name, "limit", 1, Limits.MaxPageSize, operation.Name switch
            {
                "GetInbox" => Limits.InboxPageSize,
                "FindMessages" or "FindMessagesInAllRooms" => Limits.SearchPageSize,
                _ => Limits.PageSize,
            }));
        AssertParameter("GetEvents", "wait", 0, Limits.WaitSeconds);
        Assert.Equal((1, Limits.UsernameLength), Lengths("SearchUsers"));
        Assert.Equal((null, Limits.RoomNameLength), Lengths("FindPublicRooms"));
        Assert.Equal((null, Limits.SearchLength), Lengths("FindMessages"));

        static void AssertParameter(string operation, string name, int least, int most, int? byDefault = null)
        {
            var schema = Documents.Operation(operation).Parameter(name)["schema"]!;
            Assert.Equal((least, most, byDefault), ((int)schema["minimum"]!, (int)schema["maximum"]!, (int?)schema["default"]));
        }

        static (int?, int?) Lengths(string operation)
        {
            var schema = Documents.Operation(operation).Parameter("q")["schema"]!;
            return ((int?)schema["minLength"], (int?)schema["maxLength"]);
        }
    }

    [Fact]
    public void The_example_of_the_limits_has_the_limits_of_the_app() => Assert.True(JsonNode.DeepEquals(
        JsonSerializer.SerializeToNode(ServiceFunctions.Published(new AttachmentOptions(), new RateLimitOptions().Published), ChatJson.TypeInfo<Dictionary<string, object>>()),
        Documents.Operation("GetLimits").Response(200)!["content"]!["application/json"]!["example"]));

    [Fact]
    public void Lists_take_limit_and_cursor_and_changes_take_If_Match()
    {
        var lists = Documents.Operations.Where(operation => operation.Response(200)?["content"]?["application/json"]?["schema"]?["$ref"] is { } schema && ((string)schema!).EndsWith("Page", StringComparison.Ordinal) && operation.Name != "GetEvents");

        Assert.NotEmpty(lists);
        Assert.All(lists, list => Assert.True(list.Has("limit") && list.Has("cursor")));
        Assert.All(["EditMessage", "DeleteMessage"], name => Assert.True(Documents.Operation(name).Has("If-Match")));
    }

    [Fact]
    public void A_rate_limited_response_has_Retry_After() => Assert.All(
        Documents.Operations.Where(operation => operation.Codes(429).Contains(Refusal.RateLimited.Code)),
        operation => Assert.Equal(["RateLimit", "RateLimit-Policy", "Retry-After"], operation.Response(429)!["headers"]!.AsObject().Select(header => header.Key).Order()));

    [Fact]
    public void Every_tag_is_described_and_used() => Assert.Equal(
        Documents.OpenApi["tags"]!.AsArray().Select(tag => (string)tag!["name"]!),
        Documents.Operations.Select(operation => (string)operation.Json["tags"]![0]!).Distinct());

    /// <summary>The refusals in the app's source: status, code and text.</summary>
    private static IEnumerable<Match> Refusals() => Directory.EnumerateFiles(RepositoryRoot.Combine("ChatFunctions"), "*.cs", SearchOption.AllDirectories)
        .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .SelectMany(path => RefusalInSource().Matches(File.ReadAllText(path)));

    [GeneratedRegex(@"new(?: Refusal)?\((\d{3}), ""([a-z_]+)"", \$?""([^""]+)""")]
    private static partial Regex RefusalInSource();

    [GeneratedRegex(@"\\\{Limits\\\.\w+}")]
    private static partial Regex LimitInText();
}
