using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.Hosting;

public sealed class StartupProblemTests
{
    private const string Connection = $"AzureSignalRConnectionString=Endpoint=http://localhost;AccessKey={FakeSignalR.AccessKey};Version=1.0;";

    [Theory]
    [InlineData(typeof(BrokenFunctions.SameName), "SEND", "two functions of that name")]
    [InlineData(typeof(BrokenFunctions.SameRoute), "Second", "also that of 'First'")]
    [InlineData(typeof(BrokenFunctions.Hidden), "ListPublic", "never reached")]
    [InlineData(typeof(BrokenFunctions.MalformedRoute), "Broken", "malformed")]
    [InlineData(typeof(BrokenFunctions.UnknownConstraint), "Broken", "malformed")]
    [InlineData(typeof(BrokenFunctions.ReservedRoute), "Broken", "keeps for itself")]
    [InlineData(typeof(BrokenFunctions.UnboundService), "Broken", "nothing gives parameter 'clock'")]
    [InlineData(typeof(BrokenFunctions.UnboundContext), "Broken", "use its HttpContext")]
    [InlineData(typeof(BrokenFunctions.NoTrigger), "Broken", "no parameter has a trigger")]
    [InlineData(typeof(BrokenFunctions.TwoTriggers), "Broken", "only one parameter")]
    [InlineData(typeof(BrokenFunctions.PocoTrigger), "Broken", "must be an HttpRequest")]
    [InlineData(typeof(BrokenFunctions.BadName), "1st", "starts with a letter")]
    [InlineData(typeof(BrokenFunctions.NotPublic), "Broken", "must be public")]
    [InlineData(typeof(BrokenFunctions.AsyncVoid), "Broken", "async void")]
    [InlineData(typeof(BrokenFunctions.UserLevel), "Broken", "AuthorizationLevel.User")]
    [InlineData(typeof(BrokenFunctions.ImpossibleOutput), "Broken", "can't send System.Int32")]
    [InlineData(typeof(BrokenFunctions.ImpossibleReturn), "Broken", "can't send System.Void")]
    [InlineData(typeof(BrokenFunctions.ResultAsOutput), "Broken", "can't send")]
    [InlineData(typeof(BrokenFunctions.BothOutputs), "Broken", "not both")]
    [InlineData(typeof(BrokenFunctions.TwoResults), "Broken", "only one property")]
    [InlineData(typeof(BrokenFunctions.TwoAttributes), "Broken", "more than one output attribute")]
    [InlineData(typeof(BrokenFunctions.ValueTaskOfOutputs), "Broken", "return Task")]
    [InlineData(typeof(BrokenFunctions.NoHub), "Broken", "no HubName")]
    [InlineData(typeof(BrokenFunctions.BadHub), "Broken", "no name of a hub")]
    [InlineData(typeof(BrokenFunctions.MissingSetting), "Broken", "the setting NoSuchHub")]
    [InlineData(typeof(BrokenFunctions.UnknownExpression), "Broken", "'{user}' in '{user}' names no value")]
    [InlineData(typeof(BrokenFunctions.ConnectionInfoAsNumber), "Broken", "must be a SignalRConnectionInfo")]
    [InlineData(typeof(BrokenFunctions.UnknownEvent), "Broken", "there is no event connections/opened")]
    [InlineData(typeof(BrokenFunctions.MissingParameter), "Broken", "'text', which the method doesn't have")]
    [InlineData(typeof(BrokenFunctions.UnnamedParameter), "Broken", "Name it in the attribute")]
    [InlineData(typeof(BrokenFunctions.RepeatedParameter), "Broken", "differ by more than case")]
    [InlineData(typeof(BrokenFunctions.SameEvent), "Second", "another function listens")]
    public void A_function_that_cannot_work_stops_the_start_and_is_named(Type functions, string name, string problem)
    {
        var message = FunctionApp.WhyNot([functions], settings: Connection);

        Assert.Contains($"Function '{name}': ", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(BrokenFunctions.Sends))]
    [InlineData(typeof(BrokenFunctions.Negotiates))]
    [InlineData(typeof(BrokenFunctions.Listens))]
    public void A_missing_connection_is_named(Type functions)
    {
        var message = FunctionApp.WhyNot([functions]);

        Assert.Contains($"Function '{functions.Name}': the setting AzureSignalRConnectionString is missing", message, StringComparison.Ordinal);
        Assert.Contains("AzureSignalRConnectionString__serviceUri", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccessKey=abc", "no Endpoint")]
    [InlineData("Endpoint=nowhere;AccessKey=abc", "'nowhere'")]
    [InlineData("Endpoint=http://localhost;Version=1.0", "no AccessKey")]
    [InlineData("Endpoint=http://localhost;AccessKey=abc;Version=2.0", "Version=2.0")]
    [InlineData("Endpoint=http://localhost;AccessKey=abc;Port=none", "Port 'none'")]
    [InlineData("Endpoint=http://localhost;AccessKey=abc;accesskey=def", "twice")]
    [InlineData("Endpoint=http://localhost;AuthType=azure.app", "TenantId")]
    public void A_malformed_connection_string_is_told_without_its_secret(string connectionString, string problem)
    {
        var message = FunctionApp.WhyNot([typeof(BrokenFunctions.Sends)], settings: $"AzureSignalRConnectionString={connectionString}");

        Assert.Contains("Function 'Sends': the setting AzureSignalRConnectionString", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var message = FunctionApp.WhyNot([typeof(BrokenFunctions.SameName), typeof(BrokenFunctions.BadName), typeof(BrokenFunctions.Sends)]);

        Assert.Contains("'SEND'", message);
        Assert.Contains("'1st'", message);
        Assert.Contains("'Sends'", message);
    }

    [Fact]
    public void HTTP_functions_need_the_integration()
    {
        using var root = new ScriptRootFolder();
        var builder = FunctionApp.CreateBuilder([typeof(BrokenFunctions.Hidden)], root);
        builder.Logging.ClearProviders();

        var message = Assert.Throws<InvalidOperationException>(() => builder.Build()).Message;

        Assert.Contains("ConfigureFunctionsWebApplication", message);
    }

    [Fact]
    public void The_functions_are_those_of_the_calling_assembly()
    {
        using var root = new ScriptRootFolder();
        var builder = FunctionsApplication.CreateBuilder([$"--AzureWebJobsScriptRoot={root.Path}"]);
        builder.Logging.ClearProviders();
        builder.ConfigureFunctionsWebApplication();

        // This assembly's functions are those that can't work.
        var message = Assert.Throws<InvalidOperationException>(() => builder.Build()).Message;

        Assert.Contains("'SEND'", message);
        Assert.Equal(typeof(StartupProblemTests).Assembly.GetName().Name, builder.Environment.ApplicationName);
    }
}
