using System.Reflection;
using System.Text.RegularExpressions;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Docs;

/// <summary>Files, headings and tests that the documents refer to exist.</summary>
public sealed partial class ReferenceTests
{
    public static TheoryData<string> Documents { get; } =
    [
        .. new[] { "", "docs", "ChatFunctions.Client", "emulators/Functions.Host", "emulators/SignalR.Service", "samples/Backend", "web", "web/client" }
            .SelectMany(folder => Directory.EnumerateFiles(RepositoryRoot.Combine(folder), "*.md")).Select(path => Path.GetRelativePath(RepositoryRoot.Path, path)),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_has_a_target(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(RepositoryRoot.Path, document))!;
        Assert.All(Links().Matches(Read(document)).Select(match => match.Groups[1].Value).Where(target => !target.Contains("://", StringComparison.Ordinal)), target =>
        {
            var (file, heading) = target.Split('#') is [var name, var anchor] ? (name, anchor) : (target, null);
            var path = file.Length == 0 ? Path.Combine(RepositoryRoot.Path, document) : Path.GetFullPath(Path.Combine(folder, file));
            Assert.True(File.Exists(path) || Directory.Exists(path), $"{target} isn't there.");
            Assert.True(heading is null || Headings().Matches(File.ReadAllText(path)).Any(match => Anchor(match.Groups[1].Value) == heading), $"{target} has no such heading.");
        });
    }

    [Fact]
    public void Every_test_that_the_guarantees_name_exists()
    {
        var known = typeof(ReferenceTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(method => method.GetCustomAttribute<FactAttribute>() is not null).Select(method => method.Name).Append(type.Name))
            .ToHashSet();

        var named = Tests().Matches(Read("docs/guarantees.md")).Select(match => match.Groups[1].Value).ToArray();

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(known));
    }

    private static string Read(string document) => File.ReadAllText(Path.Combine(RepositoryRoot.Path, document));

    /// <summary>GitHub's anchor of a heading: lower case, without punctuation, hyphens instead of spaces.</summary>
    private static string Anchor(string heading) =>
        string.Concat(heading.Trim().ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_')).Replace(' ', '-');

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    /// <summary>The name of a test (at least three words) or of a test class.</summary>
    [GeneratedRegex(@"`([A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+){2,}|[A-Z][A-Za-z]+Tests)`")]
    private static partial Regex Tests();
}
