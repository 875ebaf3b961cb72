using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.Hosting;

public sealed class SettingsTests
{
    [Fact]
    public void Values_of_local_settings_become_configuration_with_two_underscores_for_a_colon()
    {
        using var root = new ScriptRootFolder().With("local.settings.json", """
            {
              // Core Tools allow comments.
              "IsEncrypted": false,
              "Values": { "Chat__Limits__Text": "16", "Plain": "yes", "Number": 7, "Flag": true, },
              "ConnectionStrings": { "Main": "there" }
            }
            """);

        var configuration = FunctionApp.CreateBuilder([], root).Configuration;

        Assert.Equal("16", configuration["Chat:Limits:Text"]);
        Assert.Equal("yes", configuration["Plain"]);
        Assert.Equal("7", configuration["Number"]);
        Assert.True(configuration.GetValue<bool>("Flag"));
        Assert.Equal("there", configuration.GetConnectionString("Main"));
    }

    [Fact]
    public void The_environment_overrides_local_settings_and_the_command_line_overrides_both()
    {
        var name = $"Worker{Guid.NewGuid():N}";
        using var root = new ScriptRootFolder()
            .With("appsettings.json", $$"""{ "{{name}}": { "One": "app", "Two": "app", "Three": "app", "Four": "app" } }""")
            .With("local.settings.json", $$"""{ "Values": { "{{name}}__Two": "local", "{{name}}__Three": "local", "{{name}}__Four": "local" } }""");
        Environment.SetEnvironmentVariable($"{name}__Three", "environment");
        Environment.SetEnvironmentVariable($"{name}__Four", "environment");
        try
        {
            var settings = FunctionApp.CreateBuilder([], root, $"{name}:Four=command line").Configuration.GetSection(name);

            Assert.Equal(("app", "local", "environment", "command line"), (settings["One"], settings["Two"], settings["Three"], settings["Four"]));
        }
        finally
        {
            Environment.SetEnvironmentVariable($"{name}__Three", null);
            Environment.SetEnvironmentVariable($"{name}__Four", null);
        }
    }

    [Fact]
    public void Encrypted_settings_are_refused_with_what_to_do()
    {
        using var root = new ScriptRootFolder().With("local.settings.json", """{ "IsEncrypted": true, "Values": { "a": "b" } }""");

        var message = Assert.Throws<InvalidOperationException>(() => FunctionApp.CreateBuilder([], root)).Message;

        Assert.Contains("func settings decrypt", message);
    }

    [Theory]
    [InlineData("local.settings.json", "{", "not valid JSON")]
    [InlineData("host.json", "[]", "must hold a JSON object")]
    [InlineData("local.settings.json", """{ "Values": { "Nested": {} } }""", "'Nested'")]
    [InlineData("local.settings.json", """{ "Host": { "LocalHttpPort": "many" } }""", "LocalHttpPort")]
    public void A_malformed_file_is_named(string file, string text, string expected)
    {
        using var root = new ScriptRootFolder().With(file, text);

        var message = Assert.Throws<InvalidOperationException>(() => FunctionApp.CreateBuilder([], root)).Message;

        Assert.Contains(file, message);
        Assert.Contains(expected, message);
    }

    [Fact]
    public void A_script_root_that_does_not_exist_is_refused()
    {
        var message = Assert.Throws<InvalidOperationException>(() => FunctionsApplication.CreateBuilder(["--AzureWebJobsScriptRoot=/nowhere/at/all"])).Message;

        Assert.Contains("/nowhere/at/all", message);
    }

    [Theory]
    [InlineData(null, "http://localhost:7071")]
    [InlineData("""{ "Host": { "LocalHttpPort": 7199 } }""", "http://localhost:7199")]
    public void The_address_is_core_tools_unless_given(string? localSettings, string expected)
    {
        using var root = new ScriptRootFolder();
        if (localSettings is not null)
            root.With("local.settings.json", localSettings);

        using var host = FunctionApp.CreateBuilder([], root).Build();

        Assert.Equal([expected], ((Microsoft.AspNetCore.Builder.WebApplication)host).Urls);
    }

    [Fact]
    public void Log_levels_are_those_of_host_json()
    {
        using var root = new ScriptRootFolder().With("host.json", """{ "logging": { "logLevel": { "default": "Error", "Function.Loud": "Trace" } } }""");
        var builder = FunctionApp.CreateBuilder([], root);
        using var logs = new CapturedLogs();
        builder.Logging.ClearProviders().AddProvider(logs);
        using var host = builder.Build();
        var loggers = (ILoggerFactory)host.Services.GetService(typeof(ILoggerFactory))!;

        Assert.False(loggers.CreateLogger("Other").IsEnabled(LogLevel.Warning));
        Assert.True(loggers.CreateLogger("Other").IsEnabled(LogLevel.Error));
        Assert.True(loggers.CreateLogger("Function.Loud").IsEnabled(LogLevel.Trace));
    }

    [Fact]
    public void An_app_runs_in_development_unless_told_otherwise()
    {
        using var root = new ScriptRootFolder();

        Assert.Equal("Development", FunctionApp.CreateBuilder([], root).Environment.EnvironmentName);
        root.With("local.settings.json", """{ "Values": { "AZURE_FUNCTIONS_ENVIRONMENT": "Local" } }""");
        Assert.Equal("Local", FunctionApp.CreateBuilder([], root).Environment.EnvironmentName);
        Assert.Equal("Staging", FunctionApp.CreateBuilder([], root, "environment=Staging").Environment.EnvironmentName);
    }

    [Fact]
    public async Task Apps_run_side_by_side_in_one_process_each_with_its_own()
    {
        await using var one = await FunctionApp.StartAsync<Functions>(settings: "Name=one");
        await using var other = await FunctionApp.StartAsync<Functions>(settings: ["Name=other", "AzureFunctionsJobHost:extensions:http:routePrefix="]);

        Assert.Equal("one", await one.Client.GetStringAsync("/api/name"));
        Assert.Equal("other", await other.Client.GetStringAsync("/name"));
    }

    [Fact]
    public void An_app_is_built_once_and_takes_no_middleware_afterwards()
    {
        using var root = new ScriptRootFolder();
        var builder = FunctionApp.CreateBuilder([], root);
        using var host = builder.Build();

        Assert.Throws<InvalidOperationException>(() => builder.Build());
        Assert.Throws<InvalidOperationException>(() => builder.UseMiddleware((_, next) => next()));
    }

    [Fact]
    public void A_builder_is_a_host_application_builder()
    {
        using var root = new ScriptRootFolder();
        IHostApplicationBuilder builder = FunctionApp.CreateBuilder([], root, "Name=value");

        builder.Properties["key"] = "value";

        Assert.Equal("value", builder.Configuration["Name"]);
        Assert.Equal("value", builder.Properties["key"]);
        Assert.Same(((IFunctionsWorkerApplicationBuilder)builder).Services, builder.Services);
        Assert.NotNull(builder.Metrics);
        Assert.Equal(root.Path, builder.Environment.ContentRootPath.TrimEnd('/'));
    }

    public sealed class Functions(IConfiguration configuration)
    {
        [Function("Name")]
        public IResult Name([HttpTrigger("get")] HttpRequest request) => Results.Text(configuration["Name"]);
    }
}
