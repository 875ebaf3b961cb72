using System.Text.RegularExpressions;
using NetArchTest.Rules;

namespace ChatFunctions.Tests;

/// <summary>Folders of the app depend on each other in one direction.</summary>
public sealed class ArchitectureTests
{
    /// <summary>A folder may use only those before it. The files of the root folder (limits, ids) come first.</summary>
    private static readonly string[] Order =
    [
        "ChatFunctions",
        "ChatFunctions.Storage",
        "ChatFunctions.Hosting",
        "ChatFunctions.Rooms.Log",
        "ChatFunctions.Rooms.Commands",
        "ChatFunctions.Rooms.Lists",
        "ChatFunctions.Accounts",
        "ChatFunctions.Live",
        "ChatFunctions.Rooms",
        "ChatFunctions.Attachments",
        "ChatFunctions.Messages",
        "ChatFunctions.Notifications",
        "ChatFunctions.Reports",
        "ChatFunctions.Accounts.Erasure",
        "ChatFunctions.Accounts.Export",
        "ChatFunctions.Cleanup",
    ];

    /// <summary>The composition root, which uses every folder.</summary>
    private static readonly string[] Composition = [nameof(ChatApp), nameof(ChatJsonContext)];

    public static TheoryData<string> Folders => [.. Order];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_uses_only_folders_below_it(string folder)
    {
        var above = Order.SkipWhile(one => one != folder).Skip(1).SelectMany(TypesOf).Select(type => type.FullName!).ToArray();

        var result = Types.InAssembly(typeof(ChatApp).Assembly)
            .That().ResideInNamespaceMatching($"^{Regex.Escape(folder)}$").And().DoNotHaveNameMatching($"^({string.Join('|', Composition)})$")
            .ShouldNot().HaveDependencyOnAny(above)
            .GetResult();

        Assert.True(result.IsSuccessful, $"{string.Join(", ", result.FailingTypeNames ?? [])} use what is above {folder}");
    }

    [Fact]
    public void Every_folder_is_in_the_list() => Assert.Equal(
        Order.Order(StringComparer.Ordinal),
        typeof(ChatApp).Assembly.GetTypes().Select(type => type.Namespace).OfType<string>().Where(name => name.StartsWith("ChatFunctions", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void A_use_of_a_folder_above_is_found() => Assert.False(Types.InAssembly(typeof(ChatApp).Assembly)
        .That().ResideInNamespaceMatching("^ChatFunctions[.]Cleanup$")
        .ShouldNot().HaveDependencyOnAny([.. TypesOf("ChatFunctions.Storage").Select(type => type.FullName)])
        .GetResult().IsSuccessful);

    private static IEnumerable<Type> TypesOf(string folder) => typeof(ChatApp).Assembly.GetTypes().Where(type => type.Namespace == folder && !type.IsNested && !Composition.Contains(type.Name));
}
