using System.Text.RegularExpressions;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Infra;

/// <summary>Compares Dockerfile and compose.yaml with `./chat run` and the sample of local settings, without running a container.</summary>
public sealed partial class ContainerTests
{
    private static readonly string Compose = InfraFiles.Text("compose.yaml");
    private static readonly string Dockerfile = InfraFiles.Text("Dockerfile");

    [Fact]
    public void Containers_publish_the_ports_of_chat_run_to_this_machine_only()
    {
        var ports = ChatPort().Matches(InfraFiles.Text("chat")).Select(match => match.Groups[1].Value);
        Assert.Equal(ports.Select(port => $"127.0.0.1:{port}:{port}").Order(), PublishedPort().Matches(Compose).Select(match => match.Groups[1].Value).Order());
    }

    [Fact]
    public void The_app_has_the_settings_of_the_local_sample()
    {
        var values = InfraFiles.Json("local.settings.sample.json").GetProperty("Values").EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetString()!);
        Assert.True(values.Remove("Chat__TokenKey"));
        Assert.NotEmpty(values);
        Assert.All(values, value => Assert.Contains($"{value.Key}: {value.Value}\n", Defaults(Compose).Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal));

        var tokenKey = TokenKey().Match(Defaults(Compose)).Groups[1].Value;
        Assert.True(tokenKey.Length >= 32, tokenKey);
    }

    [Fact]
    public void The_emulator_calls_the_webhook_with_the_hosts_system_key()
    {
        var compose = Defaults(Compose);
        var key = SystemKey().Match(compose).Groups[1].Value;
        Assert.NotEmpty(key);
        Assert.Contains($"UrlTemplate=http://localhost:7071/runtime/webhooks/signalr?code={key}\n", compose, StringComparison.Ordinal);
        Assert.Contains("http://localhost:$app_port/runtime/webhooks/signalr", InfraFiles.Text("chat"), StringComparison.Ordinal);
    }

    [Fact]
    public void Images_are_built_from_projects_that_the_build_context_includes()
    {
        var projects = PublishedProject().Matches(Dockerfile).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(["ChatFunctions", "emulators/SignalR.Service"], projects);
        Assert.All(projects, project => Assert.NotEmpty(Directory.GetFiles(RepositoryRoot.Combine(project), "*.csproj")));

        var included = InfraFiles.Text(".dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..]).ToArray();
        Assert.All(projects, project => Assert.Contains(project.Split('/')[0], included));
        Assert.All(included, pattern => Assert.NotEmpty(Directory.GetFileSystemEntries(RepositoryRoot.Path, pattern)));
        Assert.Contains("\"Emulators.SignalR.Service.dll\"", Dockerfile, StringComparison.Ordinal);
        Assert.Contains("<AssemblyName>Emulators.SignalR.Service</AssemblyName>", InfraFiles.Text("emulators", "SignalR.Service", "SignalR.Service.csproj"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_target_that_a_service_is_built_from_exists()
    {
        var stages = Stage().Matches(Dockerfile).Select(match => match.Groups[1].Value).ToArray();
        var targets = Target().Matches(Compose).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(["app", "signalr"], targets.Order());
        Assert.Empty(targets.Except(stages));
    }

    [Fact]
    public void Images_have_the_versions_that_the_project_uses()
    {
        var azurite = InfraFiles.Json("package.json").At("devDependencies.azurite").GetString();
        Assert.Contains($"azurite:{azurite}\n", Compose, StringComparison.Ordinal);

        var framework = FrameworkVersion().Match(InfraFiles.Text("Directory.Build.props")).Groups[1].Value;
        var versions = ImageVersion().Matches(Dockerfile).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(3, versions.Length);
        Assert.All(versions, version => Assert.Equal(framework, version));
    }

    /// <summary>The file, with each environment variable replaced by its default.</summary>
    private static string Defaults(string compose) => VariableWithDefault().Replace(compose, "$1");

    /// <summary>The ports of the chat itself, without that of the sample product.</summary>
    [GeneratedRegex(@"=\$\{CHAT_(?:(?!SAMPLE)\w+_)?PORT:-(\d+)\}")]
    private static partial Regex ChatPort();

    [GeneratedRegex(@"^ +- ([\d.]*:?\d+:\d+)$", RegexOptions.Multiline)]
    private static partial Regex PublishedPort();

    [GeneratedRegex(@"\$\{\w+:-([^}]*)\}")]
    private static partial Regex VariableWithDefault();

    [GeneratedRegex("Chat__TokenKey: (.+)")]
    private static partial Regex TokenKey();

    [GeneratedRegex("\"systemKeys\": .*\"name\": \"signalr_extension\", \"value\": \"([^\"]+)\"")]
    private static partial Regex SystemKey();

    [GeneratedRegex(@"dotnet publish (\S+) --configuration Release")]
    private static partial Regex PublishedProject();

    [GeneratedRegex(@"^FROM \S+ AS (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Stage();

    [GeneratedRegex(@"^ +target: (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Target();

    [GeneratedRegex("<TargetFramework>net([^<]+)<")]
    private static partial Regex FrameworkVersion();

    [GeneratedRegex(@"^FROM mcr\.\S+?(\d+\.\d+) AS", RegexOptions.Multiline)]
    private static partial Regex ImageVersion();
}
