namespace ChatFunctions.Tests.Infra.Bicep;

/// <summary>Bicep files that refer to each other, by path.</summary>
internal sealed class BicepProject(IReadOnlyDictionary<string, BicepFile> files)
{
    public IEnumerable<BicepFile> Files => files.Values;

    public BicepFile this[string path] => files[path];

    public static BicepProject Load(string folder) => Of(Directory
        .EnumerateFiles(folder, "*.bicep", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText));

    public static BicepProject Of(IReadOnlyDictionary<string, string> texts) =>
        new(texts.ToDictionary(text => text.Key, text => BicepFile.Parse(text.Key, text.Value)));

    /// <summary>The file that a module or an import of another one means; null: there is none.</summary>
    public BicepFile? Find(BicepFile from, string source)
    {
        var folder = Path.GetDirectoryName(from.Path) ?? "";
        var path = Path.GetRelativePath(".", Path.Combine(folder, source)).Replace('\\', '/');
        return files.GetValueOrDefault(path);
    }
}
