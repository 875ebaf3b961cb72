namespace ChatFunctions.Tests.Processes;

/// <summary>The repository's root: the folder of ChatFunctions.sln, above the folder that the tests run in.</summary>
internal static class RepositoryRoot
{
    private const string Configuration =
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    public static string Path { get; } = Find();

    /// <summary>The program that a project builds, in the configuration of the tests.</summary>
    public static string Program(string project, string assembly) => Combine(project, "bin", Configuration, "net10.0", $"{assembly}.dll");

    public static string Combine(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "ChatFunctions.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"No ChatFunctions.sln above {AppContext.BaseDirectory}.");
    }
}
