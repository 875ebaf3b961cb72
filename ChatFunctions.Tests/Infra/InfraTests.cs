using System.Xml.Linq;
using ChatFunctions.Realtime;
using ChatFunctions.Tests.Infra.Bicep;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Infra;

/// <summary>What can be said of infra/ without a compiler or a subscription.</summary>
public sealed class InfraTests
{
    [Fact]
    public void Every_name_resolves_and_every_rule_is_kept() => Assert.Empty(BicepChecks.All(InfraFiles.Bicep));

    [Fact]
    public void Every_file_is_reached_from_main()
    {
        var reached = new HashSet<string>();
        Reach(InfraFiles.Bicep["main.bicep"]);
        Assert.Equal(InfraFiles.Bicep.Files.Select(file => file.Path).Order(), reached.Order());

        void Reach(BicepFile file)
        {
            if (reached.Add(file.Path))
                foreach (var next in file.Of("module").Concat(file.Of("import")))
                    Reach(InfraFiles.Bicep.Find(file, next.Source)!);
        }
    }

    [Fact]
    public void Roles_have_the_ids_that_Azure_gave_them()
    {
        var roles = InfraFiles.Bicep["roles.bicep"].Of("var").Single().Members;
        Assert.Equal(AzureFacts.Roles, roles.ToDictionary(role => role.Key, role => role.Value.Single().Text));
    }

    [Fact]
    public void Every_role_is_assigned_to_somebody()
    {
        var declarations = InfraFiles.Bicep.Files.SelectMany(file => file.Declarations);
        var tokens = declarations.SelectMany(declaration => declaration.Expressions).ToArray();
        var assigned = tokens.Zip(tokens.Skip(2)).Where(pair => pair.First.IsName("roleIds")).Select(pair => pair.Second.Text).Distinct();
        Assert.Equal(AzureFacts.Roles.Keys.Order(), assigned.Order());
    }

    [Fact]
    public void The_app_runs_on_the_runtime_that_it_is_built_for()
    {
        var framework = XDocument.Load(RepositoryRoot.Combine("Directory.Build.props")).Descendants("TargetFramework").Single().Value;
        Assert.Contains(framework["net".Length..], InfraFiles.Texts("modules/api.bicep"));
    }

    [Fact]
    public void SignalR_reports_the_connections_of_the_apps_hub() => Assert.Contains(Hub.Name, InfraFiles.Texts("modules/signalr.bicep"));

    [Theory]
    [InlineData("modules/storage.bicep", "account", "allowSharedKeyAccess", "false")]
    [InlineData("modules/storage.bicep", "account", "allowBlobPublicAccess", "false")]
    [InlineData("modules/further-storage.bicep", "account", "allowSharedKeyAccess", "false")]
    [InlineData("modules/further-storage.bicep", "account", "allowBlobPublicAccess", "false")]
    [InlineData("modules/signalr.bicep", "service", "disableLocalAuth", "true")]
    [InlineData("modules/monitoring.bicep", "insights", "DisableLocalAuth", "true")]
    [InlineData("modules/vault.bicep", "vault", "enableRbacAuthorization", "true")]
    [InlineData("modules/api.bicep", "app", "httpsOnly", "true")]
    public void Access_is_by_identity_alone(string file, string resource, string property, string value)
    {
        var declaration = InfraFiles.Bicep[file].Of("resource").Single(candidate => candidate.Name == resource);
        Assert.Equal(value, BicepObject.Members(declaration.Members["properties"])[property].Single().Text);
    }

    [Fact]
    public void The_token_key_is_written_once_and_never_shown()
    {
        var module = InfraFiles.Bicep["modules/token-key.bicep"];
        Assert.True(module.Of("resource").Single(resource => !resource.IsExisting).IsDecorated("onlyIfNotExists"));
        Assert.True(module.Of("param").Single(parameter => parameter.Name == "initialValue").IsDecorated("secure"));
        Assert.True(InfraFiles.Bicep["main.bicep"].Of("param").Single(parameter => parameter.Name == "tokenKey").IsDecorated("secure"));
    }
}
