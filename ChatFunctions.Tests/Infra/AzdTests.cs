using System.Text.Json;
using System.Text.RegularExpressions;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Infra;

/// <summary>Compares azure.yaml, the parameter file and the workflows with the files and parameters that they refer to.</summary>
public sealed partial class AzdTests
{
    private static readonly string Azd = InfraFiles.Text("azure.yaml");

    [BicepFact]
    public async Task Every_parameter_has_a_variable_and_every_variable_a_parameter() =>
        Assert.Equal((await ParametersAsync()).Select(parameter => parameter.Name).Order(), Variables().Keys.Order());

    [BicepFact]
    public async Task Parameters_without_a_default_come_from_azds_own_variables()
    {
        var required = (await ParametersAsync()).Where(parameter => !parameter.Value.TryGetProperty("defaultValue", out _)).Select(parameter => parameter.Name);
        Assert.All(required, name => Assert.StartsWith("AZURE_", Variables()[name], StringComparison.Ordinal));
    }

    [Fact]
    public void The_pipeline_gets_every_setting_except_the_secret()
    {
        var listed = ListItem().Matches(Azd).Select(match => match.Groups[1].Value);
        var settings = Variables().Values.Where(name => name.StartsWith("CHAT_", StringComparison.Ordinal));
        Assert.Equal(settings.Except(["CHAT_TOKEN_KEY"]).Order(), listed.Order());
    }

    [Fact]
    public void Every_variable_is_documented()
    {
        var settings = InfraFiles.Text("docs", "settings.md");
        Assert.All(Variables().Values, name => Assert.Contains(name, settings, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_service_has_a_project_folder_and_a_resource()
    {
        var projects = Project().Matches(Azd).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        Assert.Equal(["api", "web"], projects.Keys.Order());
        Assert.True(File.Exists(RepositoryRoot.Combine(projects["api"], "ChatFunctions.csproj")));
        Assert.True(InfraFiles.Json(projects["web"], "package.json").GetProperty("scripts").TryGetProperty("build", out _));

        var modules = InfraFiles.Text("infra", "modules", "api.bicep") + InfraFiles.Text("infra", "modules", "web.bicep");
        Assert.Equal(projects.Keys.Order(), ServiceTag().Matches(modules).Select(tag => tag.Groups[1].Value).Order());
    }

    [BicepFact]
    public async Task The_page_is_built_with_the_address_of_the_API()
    {
        Assert.True((await InfraFiles.TemplateAsync()).GetProperty("outputs").TryGetProperty("VITE_API_BASE", out _));
        Assert.Contains("VITE_API_BASE", InfraFiles.Text("web", "src", "vite-env.d.ts"), StringComparison.Ordinal);
        Assert.True(Azd.IndexOf("azd: provision", StringComparison.Ordinal) < Azd.IndexOf("azd: deploy", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ci.yml")]
    [InlineData("azure-dev.yml")]
    public void Workflows_name_files_that_exist_and_no_secret(string name)
    {
        var workflow = InfraFiles.Text(".github", "workflows", name);
        Assert.DoesNotContain("secrets.", workflow, StringComparison.Ordinal);
        Assert.Contains("permissions:\n  contents: read\n", workflow, StringComparison.Ordinal);

        var paths = WorkflowPath().Matches(workflow).Select(match => match.Groups.Values.Last(group => group.Success).Value).ToArray();
        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.True(Path.Exists(RepositoryRoot.Combine(path)), path));
    }

    /// <summary>Parameters of main.bicep with the environment variable of each.</summary>
    private static Dictionary<string, string> Variables() => InfraFiles.Json("infra", "main.parameters.json")
        .GetProperty("parameters").EnumerateObject()
        .Select(parameter => (parameter.Name, Value: parameter.Value.GetProperty("value").GetString()!))
        .ToDictionary(parameter => parameter.Name, parameter => Variable().Match(parameter.Value).Groups[1].Value);

    private static async Task<JsonElement.ObjectEnumerator> ParametersAsync() =>
        (await InfraFiles.TemplateAsync()).GetProperty("parameters").EnumerateObject();

    [GeneratedRegex(@"^\$\{([A-Z_]+)\}$")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^    - ([A-Z_]+)$", RegexOptions.Multiline)]
    private static partial Regex ListItem();

    [GeneratedRegex(@"^  (\w+):\n    project: (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Project();

    [GeneratedRegex(@"'azd-service-name': '(\w+)'")]
    private static partial Regex ServiceTag();

    [GeneratedRegex(@"uses: \./(\S+)|run: (\.ci/\S+)|global-json-file: (\S+)|dotnet publish (\S+)|--file (\S+)")]
    private static partial Regex WorkflowPath();
}
