using System.Reflection;
using Azure.Data.Tables;
using ChatFunctions.Tests.Processes;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Tests.Standins.Api;

/// <summary>
/// The app compiles against a stand-in here and against the official package in Azure. So each stand-in has what its list says, to
/// the parameter's name, and nothing else. The lists were checked line by line against Azure.Data.Tables 12.11 and the worker packages
/// that Directory.Packages.props names; a line may be added only if those have it. Bases that a stand-in does without are left out.
/// </summary>
public sealed class ApiConformanceTests
{
    private static readonly Dictionary<string, Assembly> Standins = new()
    {
        ["functions-worker"] = typeof(FunctionAttribute).Assembly,
        ["data-tables"] = typeof(TableClient).Assembly,
    };

    public static TheoryData<string> Lists => [.. Standins.Keys];

    [Theory, MemberData(nameof(Lists))]
    public void Nothing_is_public_that_the_official_packages_lack(string list) =>
        Assert.Empty(ApiListing.Of(Standins[list]).Except(Listed(list)));

    [Theory, MemberData(nameof(Lists))]
    public void Nothing_is_missing_of_what_is_covered(string list) =>
        Assert.Empty(Listed(list).Except(ApiListing.Of(Standins[list])));

    private static string[] Listed(string list) => File.ReadAllLines(RepositoryRoot.Combine($"ChatFunctions.Tests/Standins/Api/{list}.txt"));
}
