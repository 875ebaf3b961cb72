namespace ChatFunctions.Tests.Standins.FunctionsWorker;

/// <summary>A folder of its own for host.json and what lies beside it.</summary>
internal sealed class ScriptRootFolder : IDisposable
{
    public ScriptRootFolder() => Path = Directory.CreateTempSubdirectory("script-root-").FullName;

    public string Path { get; }

    public ScriptRootFolder With(string file, string text)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
