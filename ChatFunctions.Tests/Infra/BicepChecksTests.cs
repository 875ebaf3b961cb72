using ChatFunctions.Tests.Infra.Bicep;

namespace ChatFunctions.Tests.Infra;

/// <summary>That the checks of infra/ can fail, and don't where they shouldn't.</summary>
public sealed class BicepChecksTests
{
    private const string Account = "resource account 'Microsoft.Storage/storageAccounts@2025-01-01'";
    private const string Role = "resource role 'Microsoft.Authorization/roleAssignments@2022-04-01'";
    private const string Part = "module part 'part.bicep' = {\n  params: ";
    private const string RoleId = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7";
    private const string NoVersion = " is not a version that was looked up";
    private const string NoRole = " is not a role that was looked up, in the file for them";

    [Theory]
    [InlineData("@description('d')\nparam size int", "main.bicep(2): 'size' is never used")]
    [InlineData("var size = 1", "main.bicep(1): 'size' is never used")]
    [InlineData(Account + " existing = {\n  name: 'a'\n}", "main.bicep(1): 'account' is never used")]
    [InlineData(Account + " = {\n  name: 'a'\n}", "main.bicep(1): 'account' is never used")]
    [InlineData(Role + " = {\n  name: guid('a')\n  scope: acount\n}", "main.bicep(3): 'acount' is not declared")]
    [InlineData(Role + " = {\n  name: 'a-${toLower('}${missing}')}'\n}", "main.bicep(2): 'missing' is not declared")]
    [InlineData(Role + " = {\n  name: true ? missing : 'b'\n}", "main.bicep(2): 'missing' is not declared")]
    [InlineData(Role + " = {\n  name: guide('a')\n}", "main.bicep(2): 'guide' is no known function")]
    [InlineData("var a = b\nvar a = 1\nvar b = a", "main.bicep: 'a' is declared twice")]
    [InlineData("param size int\nvar a = size", "main.bicep(1): 'size' has no @description")]
    [InlineData("output size int = 1", "main.bicep(1): 'size' has no @description")]
    [InlineData("resource a 'Microsoft.Web/sites@2099-01-01' = {}", "main.bicep(1): 'Microsoft.Web/sites@2099-01-01'" + NoVersion)]
    [InlineData(Role + " = {\n  name: '" + RoleId + "'\n}", "main.bicep(2): " + RoleId + NoRole)]
    [InlineData("import { size } from 'sizes.bicep'\nvar a = size", "main.bicep(1): 'sizes.bicep' exports no 'size'")]
    [InlineData("module part 'parts.bicep' = {}", "main.bicep(1): there is no 'parts.bicep'")]
    [InlineData(Part + "{}\n}", "main.bicep(1): 'part.bicep' needs the parameter 'size'")]
    [InlineData(Part + "{ size: 1, colour: 'red' }\n}", "main.bicep(1): 'part.bicep' has no parameter 'colour'")]
    [InlineData("module part 'part.bicep' = [\n  for n in [1]: {\n    params: { colour: n }\n  }\n]", "main.bicep(1): 'part.bicep' has no parameter 'colour'")]
    [InlineData(Part + "{ size: 1 }\n}\nvar a = part.outputs.bigest", "main.bicep(4): 'part' has no output 'bigest'")]
    [InlineData(Part + "{ size: 1 }\n}", "part.bicep(6): the output 'biggest' is never used")]
    public void A_slip_is_told(string main, string complaint) => Assert.Contains(complaint, Check(main));

    [Fact]
    public void A_wrong_role_is_told_where_roles_belong()
    {
        const string Wrong = "b86a8fe4-44ce-4948-aee5-eccb2c155cd8";
        const string Roles = $"@export()\nvar roleIds = {{\n  owner: '{Wrong}'\n}}";
        var project = BicepProject.Of(new Dictionary<string, string> { ["roles.bicep"] = Roles });
        Assert.Equal([$"roles.bicep(3): {Wrong}{NoRole}"], BicepChecks.All(project));
    }

    [Theory]
    [InlineData("func twice(n int) int => n * 2")]
    [InlineData("type size = 'small' | 'large'")]
    [InlineData("var a = 'no end")]
    [InlineData("var a = 'x-${\n  1}'")]
    [InlineData("var a = 1 /* no end")]
    public void What_cannot_be_read_is_refused(string main) => Assert.Throws<FormatException>(() => Check(main));

    [Fact]
    public void What_is_right_is_not_complained_of() => Assert.Empty(Check(
        """
        // 'a' /* b
        targetScope = 'subscription' /* ${x} // */

        @description('With an \'escaped\' quote, a \${dollar} and a brace }.')
        @allowed([1, 2])
        param sizes int[] = [1]

        var longest = '''
        ${this} is 'text'
        '''
        var many = length(sizes) > 1
          ? map(sizes, size => '${size} of ${length(sizes)}')
          : [longest]

        resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
          name: 'a'
        }

        resource role 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
          for name in many: {
            name: guid(account.id, name)
            scope: account
            properties: { 'a-b': name, '${name}': az.tenant().tenantId }
          }
        ]

        module part 'part.bicep' = {
          params: {
            size: sizes[0]
          }
        }

        @description('The result.')
        output biggest int = part.outputs.biggest
        """));

    private static string[] Check(string main) => [.. BicepChecks.All(BicepProject.Of(new Dictionary<string, string>
    {
        ["main.bicep"] = main,
        ["part.bicep"] =
            """
            @description('Required.')
            param size int
            @description('Optional.')
            param step int = 1
            @description('Result.')
            output biggest int = size + step
            """,
    }))];
}
