using ChatFunctions.Tests.Infra.Bicep;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Infra;

/// <summary>The files that deploy the project.</summary>
internal static class InfraFiles
{
    public static BicepProject Bicep { get; } = BicepProject.Load(RepositoryRoot.Combine("infra"));

    /// <summary>The settings that the function app is given, with the expression of each.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<BicepToken>> Settings { get; } =
        Bicep["modules/api.bicep"].Of("var").Single(variable => variable.Name == "settings").Members;

    public static string Text(params ReadOnlySpan<string> path) => File.ReadAllText(RepositoryRoot.Combine(path));

    /// <summary>Every text of a Bicep file, wherever it stands in it.</summary>
    public static IEnumerable<string> Texts(string file) => Bicep[file].Declarations
        .SelectMany(declaration => declaration.Expressions)
        .Where(token => token.Kind is BicepTokenKind.Text)
        .Select(token => token.Text);
}
