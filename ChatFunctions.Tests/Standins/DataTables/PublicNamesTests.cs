using System.Reflection;
using Azure.Data.Tables;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Standins.DataTables;

/// <summary>The app compiles against this and against Azure.Data.Tables 12.11, so nothing may be public here that isn't there.</summary>
public class PublicNamesTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>public-names.txt was checked against the official package's API listing, api/Azure.Data.Tables.net8.0.cs in its repository.</summary>
    [Fact]
    public void Nothing_is_public_but_names_of_the_official_package()
    {
        string[] listed = File.ReadAllLines(RepositoryRoot.Combine("ChatFunctions.Tests/Standins/DataTables/public-names.txt"));

        Assert.Equal(listed, typeof(TableClient).Assembly.GetExportedTypes().SelectMany(Names).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Names(Type type) =>
        type.GetMembers(Declared).Where(IsVisible).Select(member => $"{type.FullName}: {member}").Append(type.FullName!);

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodInfo method => (method.IsPublic || method.IsFamily) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)),
        ConstructorInfo constructor => constructor.IsPublic || constructor.IsFamily,
        PropertyInfo property => property.GetAccessors().Length > 0,
        FieldInfo field => field.IsPublic && !field.IsSpecialName,
        _ => false,
    };
}
