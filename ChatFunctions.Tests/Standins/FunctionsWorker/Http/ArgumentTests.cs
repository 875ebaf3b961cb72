using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.Http;

public sealed class ArgumentTests
{
    private const string Id = "0198c8f2-7d7a-7b1c-8f0a-3d5e6f708192";

    [Fact]
    public async Task Route_values_become_parameters_of_their_types()
    {
        await using var app = await FunctionApp.StartAsync<Functions>();

        var bound = await app.Client.GetStringAsync($"/api/types/a%20b/42/9007199254740993/true/{Id}/1/2026-11-20T09:05:00Z");

        Assert.Equal($"a b|42|9007199254740993|True|{Id}|Public|2026-11-20T09:05:00.0000000+00:00", bound);
    }

    [Theory]
    [InlineData("/api/number/forty-two")]
    [InlineData("/api/number/+42")]
    [InlineData("/api/number/99999999999")]
    [InlineData("/api/kind/Public")]
    public async Task A_value_that_does_not_convert_fails_the_invocation_as_the_official_worker_does(string path)
    {
        await using var app = await FunctionApp.StartAsync<Functions>();

        using var response = await app.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("does not convert", Assert.Single(app.Logs.Errors).Exception!.Message);
    }

    [Theory]
    [InlineData("/api/query?text=hello&limit=5", "hello|5|")]
    [InlineData("/api/query?TEXT=hello", "hello|50|")]
    [InlineData("/api/query?code=secret", "|50|")]
    [InlineData("/api/query?before=7", "|50|7")]
    public async Task Query_values_bind_by_name_and_the_key_does_not(string path, string expected)
    {
        await using var app = await FunctionApp.StartAsync<Functions>();

        Assert.Equal(expected, await app.Client.GetStringAsync(path));
    }

    [Fact]
    public async Task A_route_value_wins_over_a_query_value_of_the_same_name()
    {
        await using var app = await FunctionApp.StartAsync<Functions>();

        Assert.Equal("7", await app.Client.GetStringAsync("/api/number/7?number=8"));
    }

    [Fact]
    public async Task A_missing_value_of_a_parameter_that_cannot_be_null_fails_the_invocation()
    {
        await using var app = await FunctionApp.StartAsync<Functions>();

        using var response = await app.Client.GetAsync("/api/required");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("'required'", Assert.Single(app.Logs.Errors).Exception!.Message);
    }

    [Fact]
    public async Task A_missing_value_is_the_default_of_its_parameter()
    {
        await using var app = await FunctionApp.StartAsync<Functions>();

        Assert.Equal($"{Guid.Empty}|Public|Direct|3", await app.Client.GetStringAsync("/api/defaults"));
    }

    [Fact]
    public async Task The_body_becomes_a_parameter_marked_from_body()
    {
        await using var app = await FunctionApp.StartAsync<Functions>();

        using var response = await app.Client.PostAsJsonAsync("/api/body", new { text = "hello", count = 3 });

        Assert.Equal("hello 3", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("application/json", """{"text":""")]
    [InlineData("application/json", "")]
    [InlineData("text/plain", "hello")]
    public async Task A_body_that_does_not_fit_fails_the_invocation(string contentType, string body)
    {
        await using var app = await FunctionApp.StartAsync<Functions>();

        using var response = await app.Client.PostAsync("/api/body", new StringContent(body, Encoding.UTF8, contentType));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.IsType<InvalidOperationException>(Assert.Single(app.Logs.Errors).Exception);
    }

    [Fact]
    public async Task Every_invocation_has_a_scope_of_its_own_that_all_of_it_shares()
    {
        await using var app = await FunctionApp.StartAsync<Functions>(builder => builder.Services.AddScoped<PerInvocation>());

        var first = await app.Client.GetStringAsync("/api/scope");
        var second = await app.Client.GetStringAsync("/api/scope");

        Assert.All([first, second], ids => Assert.Single(ids.Split('|').Distinct()));
        Assert.NotEqual(first, second);
    }

    public enum Kind
    {
        Private,
        Public,
        Direct,
    }

    public sealed record Note(string Text, int Count);

    public sealed class PerInvocation
    {
        public Guid Id { get; } = Guid.NewGuid();
    }

    public sealed class Functions(IServiceProvider services)
    {
        [Function("Types")]
        public IResult Types(
            [HttpTrigger("get", Route = "types/{text}/{number}/{large}/{flag}/{id}/{kind}/{time}")] HttpRequest request,
            string text, int number, long large, bool flag, Guid id, Kind kind, DateTimeOffset time) =>
            Results.Text($"{text}|{number}|{large}|{flag}|{id}|{kind}|{time:O}");

        [Function("Number")]
        public IResult Number([HttpTrigger("get", Route = "number/{number}")] HttpRequest request, int number) => Results.Text($"{number}");

        [Function("ReadKind")]
        public IResult ReadKind([HttpTrigger("get", Route = "kind/{kind}")] HttpRequest request, Kind? kind) => Results.Text($"{kind}");

        [Function("Query")]
        public IResult Query([HttpTrigger("get")] HttpRequest request, string? text, string? code, long? before, int limit = 50) =>
            Results.Text($"{text}{code}|{limit}|{before}");

        [Function("Required")]
        public IResult Required([HttpTrigger("get")] HttpRequest request, int required) => Results.Text($"{required}");

        [Function("Defaults")]
        public IResult Defaults([HttpTrigger("get")] HttpRequest request, Guid id = default, Kind kind = Kind.Public, Kind? other = Kind.Direct, int? number = 3) =>
            Results.Text($"{id}|{kind}|{other}|{number}");

        [Function("Body")]
        public IResult Body([HttpTrigger("post")] HttpRequest request, [FromBody] Note note) => Results.Text($"{note.Text} {note.Count}");

        [Function("Scope")]
        public IResult Scope([HttpTrigger("get")] HttpRequest request, FunctionContext context) => Results.Text(string.Join('|',
            services.GetRequiredService<PerInvocation>().Id,
            context.InstanceServices.GetRequiredService<PerInvocation>().Id,
            request.HttpContext.RequestServices.GetRequiredService<PerInvocation>().Id));
    }
}
