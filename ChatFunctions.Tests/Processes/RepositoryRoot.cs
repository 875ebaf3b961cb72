namespace ChatFunctions.Tests.Processes;

/// <summary>Where the sources are: the folder of ChatFunctions.sln, above the folder that the tests run in.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    public static string Combine(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "ChatFunctions.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"No ChatFunctions.sln above {AppContext.BaseDirectory}.");
    }
}
